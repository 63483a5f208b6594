using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Authentication;

/// <summary>The signature of a CONNECT, with the mistakes that are made about it.</summary>
internal static class SignatureDiagnosis
{
    /// <param name="id">The client id with its parameters.</param>
    /// <param name="wholeClientId">As it was sent.</param>
    /// <param name="device">Whose CONNECT it is.</param>
    /// <param name="secret">The device's.</param>
    /// <param name="method">That was announced, or stands for none.</param>
    /// <param name="password">That was sent.</param>
    public static SignatureClaim Claim(
        MqttClientId id,
        string wholeClientId,
        EmulatorDevice device,
        string secret,
        SignMethod method,
        string password)
    {
        string? timestamp = id["timestamp"];
        var expected = new SignedForm(true, timestamp is not null);
        string content = expected.Content(id.ClientId, device, timestamp);
        return new("device secret", secret, expected.ToString(), content, method, password)
        {
            MethodIsNamed = id["signmethod"] is not null,
            OtherContents = [.. Guesses(id.ClientId, wholeClientId, device, timestamp)],
        };
    }

    private static IEnumerable<(string Content, string Mistake)> Guesses(
        string clientId, string wholeClientId, EmulatorDevice device, string? timestamp)
    {
        foreach (bool withClientId in new[] { true, false })
        {
            foreach (bool withTimestamp in timestamp is null ? [false] : new[] { true, false })
            {
                var form = new SignedForm(withClientId, withTimestamp);
                if (!withClientId || withTimestamp != timestamp is not null)
                    yield return (form.Content(clientId, device, timestamp), $"; it is made over {form} only");
            }
        }

        var full = new SignedForm(true, timestamp is not null);
        yield return (
            full.Content(wholeClientId, device, timestamp),
            "; its clientId is the whole MQTT client id, not the part before the first |");
        yield return (
            clientId + device.DeviceName + device.ProductKey + timestamp,
            "; it is made over the values without their names");
        yield return (
            full.Content(clientId, device, timestamp).Replace("clientId", "ClientId", StringComparison.Ordinal),
            "; its clientId is written ClientId");
    }
}
