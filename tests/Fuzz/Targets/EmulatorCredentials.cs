using System.Text;
using AliyunIotWs.Emulator.Authentication;
using AliyunIotWs.Emulator.Cloud.Registration;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;
using AliyunIotWs.Emulator.Hosting;
using AliyunIotWs.Emulator.Limits;
using AliyunIotWs.Fuzz.Bytes;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace AliyunIotWs.Fuzz.Targets;

/// <summary>Client ids, user names and passwords, straight to the verifier.</summary>
internal sealed class EmulatorCredentials : IFuzzTarget
{
    private static readonly string?[] s_users =
        ["pk&device", "device", "&", "device&pk&", "&device&pk", "x&device&pk", "device&pk\0", "DEVICE&pk", "", null];

    private readonly ConnectVerifier _verifier;

    public EmulatorCredentials()
    {
        var registry = new DeviceRegistry(TimeProvider.System, new ProductCatalog([], lenient: false));
        registry.Add([new EmulatorDevice(Credential.ProductKey, Credential.DeviceName, Credential.Secret)]);
        var desk = new RegistrationDesk(registry, new EmulatorEventLog(TimeProvider.System));
        var options = new EmulatorOptions { Limits = EmulatorLimits.Off };
        _verifier = new ConnectVerifier(registry, new RegistrationVerifier(desk), options);
    }

    public string Name => "emulator: credentials";

    public Task<Outcome> RunAsync(FuzzCase fuzz)
    {
        var parts = ClientIdText.Parts(fuzz);
        string clientId = ClientIdText.Of(fuzz, parts);
        string? user = fuzz.OneIn(6) ? fuzz.Pick(s_users) : Credential.User;
        byte[]? password = Password(fuzz, parts);
        ushort keepAlive = fuzz.OneIn(10) ? (ushort)fuzz.Random.Next(ushort.MaxValue + 1) : (ushort)300;
        bool secure = fuzz.OneIn(10);
        var version = fuzz.OneIn(20) ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311;
        fuzz.Input = Packet.Connect(clientId, user ?? "", Encoding.Latin1.GetString(password ?? []));
        var connect = new MqttConnectPacket
        {
            ClientId = clientId,
            Username = user,
            Password = password,
            KeepAlivePeriod = keepAlive,
        };

        var verdict = _verifier.Verify(connect, version, secure);
        if (!verdict.Accepted)
        {
            BrokenInvariantException.ThrowUnless(
                verdict.Reason.Length > 0 && !verdict.Reason.Contains(Credential.Secret, StringComparison.Ordinal),
                $"a refusal for the reason '{verdict.Reason}'");
            return Task.FromResult(Outcome.Refused);
        }

        BrokenInvariantException.ThrowUnless(
            version != MqttProtocolVersion.V500 && keepAlive is >= 30 and <= 1200 && user == Credential.User
                && RightPassword(clientId, secure) is { } right
                && right.Equals(Encoding.UTF8.GetString(password!), StringComparison.OrdinalIgnoreCase),
            $"'{clientId}' of '{user}' was let in with '{Convert.ToHexString(password ?? [])}'");
        return Task.FromResult(Outcome.Accepted);
    }

    private static byte[]? Password(FuzzCase fuzz, (string Id, string? Method, string? Timestamp) parts)
    {
        string method = (parts.Method ?? "hmacmd5").ToLowerInvariant();
        string content = Credential.Content(parts.Id, parts.Timestamp);
        string? right = Credential.Sign(method, Credential.Secret, content);
        return fuzz.Random.Next(12) switch
        {
            0 => null,
            1 => [],
            2 => Mutator.Noise(fuzz, 100),
            3 => Encoding.UTF8.GetBytes(Credential.Sign(method, "another", content) ?? "x"),
            4 => Encoding.UTF8.GetBytes(Credential.Sign("hmacsha1", Credential.Secret, content)!),
            5 => Encoding.UTF8.GetBytes(Credential.Sign(method, Credential.Secret, content + "x") ?? "x"),
            6 => Mutator.Damage(fuzz, Encoding.UTF8.GetBytes(right ?? "x"), [[0], new byte[64]]),
            7 => new byte[ushort.MaxValue],
            _ => Encoding.UTF8.GetBytes(right ?? "x"),
        };
    }

    // Written from the platform's documentation a third time, beside the module's signer and the emulator's verifier.
    // The platform takes blanks and line ends between and within the pairs, which an older SDK of its own sends.
    private static string? RightPassword(string clientId, bool secure)
    {
        string[] pieces = clientId.Split('|', 2);
        if (pieces.Length != 2 || pieces[0].Length is 0 or > 64 || !pieces[1].EndsWith('|'))
            return null;
        string[] pairs = [.. pieces[1][..^1].Split(',', StringSplitOptions.TrimEntries).Select(Trimmed)];
        if (!pairs.Contains(secure ? "securemode=2" : "securemode=3"))
            return null;
        string method = Value("signmethod")?.ToLowerInvariant() ?? "hmacmd5";
        return Credential.Sign(method, Credential.Secret, Credential.Content(pieces[0], Value("timestamp")));

        static string Trimmed(string pair) =>
            pair.Split('=', 2) is [var name, var value] ? $"{name.TrimEnd()}={value.TrimStart()}" : pair;

        string? Value(string name) =>
            pairs.SingleOrDefault(p => p.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
    }
}
