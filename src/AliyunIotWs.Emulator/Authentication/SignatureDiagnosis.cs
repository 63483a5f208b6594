using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Authentication;

/// <summary>
/// Finds out by trying what went wrong with a signature that does not fit, from the mistakes that are made in practice.
/// Its words name forms and methods only, never a secret or a signature.
/// </summary>
internal static class SignatureDiagnosis
{
    public static string Explain(
        MqttClientId id, string wholeClientId, EmulatorDevice device, SignMethod method, string password)
    {
        string? timestamp = id["timestamp"];
        var expected = new SignedForm(true, timestamp is not null);
        string main = $"signature: HMAC-{method.Name[4..].ToUpperInvariant()} over {expected} does not match";
        if (password.Length == 0)
            return "signature: the password is empty";

        foreach (var candidate in SignMethod.All)
        {
            foreach (var (content, mistake) in Guesses(id.ClientId, wholeClientId, device, timestamp))
            {
                if (!candidate.Verify(device.DeviceSecret, content, password))
                    continue;
                string how = candidate == method ? "" : id["signmethod"] is null
                    ? $"; it is made with {candidate.Name}, and without signmethod hmacmd5 is expected"
                    : $"; it is made with {candidate.Name}, but signmethod says {method.Name}";
                return main + how + mistake;
            }
        }

        if (password.Length == method.HexDigits - 1
            && method.Verify(device.DeviceSecret, expected.Content(id.ClientId, device, timestamp), "0" + password))
        {
            return main + "; its leading zero is missing";
        }

        if (password.Length != method.HexDigits)
            return main + $"; it has {password.Length} characters instead of {method.HexDigits} hexadecimal digits";
        return main + "; the device secret is another one, or other values were signed";
    }

    private static IEnumerable<(string Content, string Mistake)> Guesses(
        string clientId, string wholeClientId, EmulatorDevice device, string? timestamp)
    {
        foreach (bool withClientId in new[] { true, false })
        {
            foreach (bool withTimestamp in timestamp is null ? [false] : new[] { true, false })
            {
                var form = new SignedForm(withClientId, withTimestamp);
                bool whole = withClientId && withTimestamp == timestamp is not null;
                yield return (form.Content(clientId, device, timestamp), whole ? "" : $"; it is made over {form} only");
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
