using System.Globalization;
using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;

namespace AliyunIotWs.Emulator.Cloud.ThingModel;

/// <summary>What a device asks about the values that its properties are to have.</summary>
internal static class DesiredService
{
    /// <summary>Identifiers in one request.</summary>
    public const int MostIdentifiers = 200;

    private static readonly AlinkAnswer s_tooMany =
        AlinkAnswer.Error(AlinkCode.ListTooLong, "array size must less than 200");

    public static IEnumerable<CloudRoute> Routes(AlinkRoutes alink) =>
    [
        alink.Route("/sys/{pk}/{dn}/thing/property/desired/get", Get),
        alink.Route("/sys/{pk}/{dn}/thing/property/desired/delete", Delete),
    ];

    private static AlinkAnswer Get(CloudMessage message, AlinkRequest request)
    {
        if (request.Params.ValueKind != JsonValueKind.Array)
            return AlinkAnswer.BadParameter;
        if (request.Params.GetArrayLength() > MostIdentifiers)
            return s_tooMany;
        string[] identifiers = [.. request.Params.EnumerateArray().Select(one => one.ToString()).Distinct()];
        return AlinkAnswer.With(json =>
        {
            json.WriteStartObject();
            foreach (string identifier in identifiers)
            {
                // What has no desired value is left out.
                if (!message.Device.Twin.Desired.TryGet(identifier, out var desired))
                    continue;
                json.WriteStartObject(identifier);
                json.WritePropertyName("value");
                desired.Value!.Value.WriteTo(json);
                json.WriteNumber("version", desired.Version);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        });
    }

    private static AlinkAnswer Delete(CloudMessage message, AlinkRequest request)
    {
        if (request.Params.ValueKind != JsonValueKind.Object)
            return AlinkAnswer.BadParameter;
        if (request.Params.EnumerateObject().Count() > MostIdentifiers)
            return s_tooMany;
        foreach (var member in request.Params.EnumerateObject())
        {
            // No version clears whatever there is.
            long? version = long.TryParse(member.Value.Text("version"), CultureInfo.InvariantCulture, out long number) ? number : null;
            message.Device.Twin.Desired.Clear(member.Name, version);
        }

        return AlinkAnswer.Success;
    }
}
