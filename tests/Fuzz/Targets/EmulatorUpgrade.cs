using System.Text;
using AliyunIotWs.Emulator.Cloud.Files;
using AliyunIotWs.Emulator.Cloud.Registration;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;
using AliyunIotWs.Emulator.Listening;
using AliyunIotWs.Fuzz.Bytes;
using AliyunIotWs.Fuzz.Feeding;

namespace AliyunIotWs.Fuzz.Targets;

/// <summary>HTTP upgrade requests.</summary>
internal sealed class EmulatorUpgrade : IFuzzTarget
{
    private readonly HttpSite _site;

    public EmulatorUpgrade()
    {
        var events = new EmulatorEventLog(TimeProvider.System);
        var registry = new DeviceRegistry(TimeProvider.System, new ProductCatalog([], lenient: false));
        var form = new RegistrationForm(new RegistrationDesk(registry, events), events);
        _site = new HttpSite(new FileShelf(new Uri("wss://localhost:1/")), form, lenient: false);
    }

    public string Name => "emulator: upgrade requests";

    public async Task<Outcome> RunAsync(FuzzCase fuzz)
    {
        fuzz.Input = fuzz.OneIn(20) ? Mutator.Noise(fuzz, 20_000) : UpgradeText.Request(fuzz);
        using var stream = new FedStream(fuzz.Input, fuzz.OneIn(4) ? 1 + fuzz.Random.Next(64) : int.MaxValue);
        (var socket, string? fault) = await WebSocketUpgrade.AcceptAsync(
            stream, new byte[WebSocketUpgrade.HeadLimit], 0, new OriginRule([]), _site, secure: true, CancellationToken.None);
        BrokenInvariantException.ThrowUnless(
            stream.Consumed <= WebSocketUpgrade.HeadLimit + HttpBody.Limit, $"{stream.Consumed} bytes read of a request");
        if (socket is null)
        {
            BrokenInvariantException.ThrowUnless(
                fault is not null || stream.Written.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal),
                "refused without a reason");
            return Outcome.Refused;
        }

        using var owned = socket;
        string asked = Encoding.Latin1.GetString(fuzz.Input);
        BrokenInvariantException.ThrowUnless(
            asked.StartsWith("GET ", StringComparison.Ordinal)
                && asked.EndsWith("\r\n\r\n", StringComparison.Ordinal)
                && asked.Contains("\r\nsec-websocket-key:", StringComparison.OrdinalIgnoreCase)
                && asked.Contains("\r\nupgrade:", StringComparison.OrdinalIgnoreCase)
                && stream.Written.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal),
            "a WebSocket without a request for one");
        return Outcome.Accepted;
    }
}
