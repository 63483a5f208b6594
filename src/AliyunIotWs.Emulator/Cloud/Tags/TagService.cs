using System.Text.Json;
using System.Text.RegularExpressions;
using AliyunIotWs.Emulator.Cloud.Alink;

namespace AliyunIotWs.Emulator.Cloud.Tags;

/// <summary>Tags that a device gives itself.</summary>
internal static partial class TagService
{
    private const int MostTags = 200;

    public static IEnumerable<CloudRoute> Routes(AlinkRoutes alink) =>
    [
        alink.Route("/sys/{pk}/{dn}/thing/deviceinfo/update", Update),
        alink.Route("/sys/{pk}/{dn}/thing/deviceinfo/delete", Delete),
    ];

    /// <summary>True for a key of 1 to 64 characters that begins with a letter or an underscore.</summary>
    public static bool IsKey(string key) => Key().IsMatch(key);

    private static AlinkAnswer Update(CloudMessage message, AlinkRequest request)
    {
        if (ListOf(request.Params) is not { } list)
            return AlinkAnswer.BadParameter;
        if (!list.TrueForAll(tag => IsKey(tag.Key) && tag.Value is not null))
            return AlinkAnswer.BadParameter;
        foreach (var (key, value) in list)
        {
            if (!message.Device.Twin.Tags.TrySet(key, value!, value!.Length))
                return AlinkAnswer.Error(AlinkCode.BadParameter, "no room for more tags");
        }

        return AlinkAnswer.Success;
    }

    private static AlinkAnswer Delete(CloudMessage message, AlinkRequest request)
    {
        if (ListOf(request.Params) is not { } list)
            return AlinkAnswer.BadParameter;
        foreach (var (key, _) in list)
            message.Device.Twin.Tags.Remove(key);
        return AlinkAnswer.Success;
    }

    private static List<KeyValuePair<string, string?>>? ListOf(JsonElement tags)
    {
        if (tags.ValueKind != JsonValueKind.Array || tags.GetArrayLength() is 0 or > MostTags)
            return null;
        var list = new List<KeyValuePair<string, string?>>();
        foreach (var tag in tags.EnumerateArray())
        {
            if (tag.Text("attrKey") is not { } key)
                return null;
            list.Add(KeyValuePair.Create(key, tag.Text("attrValue")));
        }

        return list;
    }

    [GeneratedRegex("^[A-Za-z_].{0,63}$", RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex Key();
}
