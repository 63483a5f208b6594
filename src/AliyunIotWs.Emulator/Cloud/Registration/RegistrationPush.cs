using AliyunIotWs.Emulator.Cloud.Alink;

namespace AliyunIotWs.Emulator.Cloud.Registration;

/// <summary>What a registration over MQTT gives: a message that no device has to subscribe to.</summary>
/// <param name="Topic">One of the two that registrations have.</param>
/// <param name="Payload">The secret or the token.</param>
internal sealed record RegistrationPush(string Topic, byte[] Payload)
{
    /// <summary>Where a secret comes.</summary>
    public const string SecretTopic = "/ext/register";

    /// <summary>
    /// Where a token comes. One page of the platform has <see cref="SecretTopic"/> for both; its C and Python SDKs wait
    /// here.
    /// </summary>
    public const string TokenTopic = "/ext/regnwl";

    /// <summary>Carries a registration out that was judged.</summary>
    /// <returns>Null where too many machines have a token for this device already.</returns>
    public static RegistrationPush? Issue(RegistrationDesk desk, RegistrationRequest request)
    {
        if (request.Machine is null)
        {
            string secret = desk.IssueSecret(request.ProductKey, request.DeviceName, "over MQTT");
            return new(SecretTopic, Write(request, ("deviceSecret", secret)));
        }

        return desk.IssueToken(request) is { } token
            ? new(TokenTopic, Write(request, ("clientId", token.ClientId), ("deviceToken", token.Token)))
            : null;
    }

    private static byte[] Write(RegistrationRequest request, params (string Name, string Value)[] parts) =>
        CompactJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("productKey", request.ProductKey);
            json.WriteString("deviceName", request.DeviceName);
            foreach (var (name, value) in parts)
                json.WriteString(name, value);
            json.WriteEndObject();
        });
}
