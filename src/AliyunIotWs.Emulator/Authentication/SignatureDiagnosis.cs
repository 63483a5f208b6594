using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Authentication;

/// <summary>The signature of a CONNECT, with the mistakes that are made about it.</summary>
internal static class SignatureDiagnosis
{
    /// <param name="id">The client id with its parameters.</param>
    /// <param name="wholeClientId">As it was sent.</param>
    /// <param name="entry">Whose CONNECT it is.</param>
    /// <param name="secret">The device's.</param>
    /// <param name="method">That was announced, or stands for none.</param>
    /// <param name="password">That was sent.</param>
    public static SignatureClaim Claim(
        MqttClientId id,
        string wholeClientId,
        DeviceEntry entry,
        string secret,
        SignMethod method,
        string password)
    {
        var device = entry.Identity;
        string? timestamp = id["timestamp"];
        var expected = new SignedForm(true, timestamp is not null);
        string content = expected.Content(id.ClientId, device, timestamp);
        return new("device secret", secret, expected.ToString(), content, method, password)
        {
            MethodIsNamed = id["signmethod"] is not null,
            OtherContents = [.. Guesses(id.ClientId, wholeClientId, device, timestamp)],
            OtherKeys = [.. OtherKeys(entry, secret)],
        };
    }

    private static IEnumerable<(string Key, string Mistake)> OtherKeys(DeviceEntry device, string secret)
    {
        yield return (secret + "\n", "; the secret was read with the line break that follows it");
        yield return (secret + "\r\n", "; the secret was read with the line break that follows it");
        if (device.Product.ProductSecret is { } product)
            yield return (product, "; it is made with the product secret, which is for registering only");
    }

    // What is announced in milliseconds was signed in seconds, or the other way round.
    private static IEnumerable<string> OtherUnits(string? timestamp)
    {
        if (timestamp is { Length: > 3 })
            yield return timestamp[..^3];
        if (timestamp is not null)
            yield return timestamp + "000";
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
            "; its clientId is written ClientId: names have small and capital letters as documented");
        foreach (string other in OtherUnits(timestamp))
        {
            yield return (
                full.Content(clientId, device, other),
                $"; its timestamp is {other}, seconds for milliseconds or the other way round: sign the announced one");
        }
    }
}
