using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;

namespace AliyunIotWs.Emulator.Cloud.ThingModel;

/// <summary>A property, a parameter or a member of a structure: an identifier with its type.</summary>
internal sealed record TslMember(string Identifier, TslType Type)
{
    /// <summary>The members of a list; none where it is no list.</summary>
    public static IReadOnlyList<TslMember> ListOf(JsonElement list) => list.ValueKind != JsonValueKind.Array
        ? []
        :
        [
            .. list.EnumerateArray()
                .Where(element => element.Text("identifier") is not null)
                .Select(element => new TslMember(element.Text("identifier")!, new TslType(element.Member("dataType")))),
        ];
}
