using System.Text;
using AliyunIotWs.Emulator.Cloud.Files;
using AliyunIotWs.Emulator.Listening;
using AliyunIotWs.Fuzz.Bytes;
using AliyunIotWs.Fuzz.Feeding;

namespace AliyunIotWs.Fuzz.Targets;

/// <summary>HTTP upgrade requests.</summary>
internal sealed class EmulatorUpgrade : IFuzzTarget
{
    private static readonly FileShelf s_files = new(new Uri("wss://localhost:1/"));

    public string Name => "emulator: upgrade requests";

    public async Task<Outcome> RunAsync(FuzzCase fuzz)
    {
        fuzz.Input = fuzz.OneIn(20) ? Mutator.Noise(fuzz, 20_000) : UpgradeText.Request(fuzz);
        using var stream = new FedStream(fuzz.Input, fuzz.OneIn(4) ? 1 + fuzz.Random.Next(64) : int.MaxValue);
        (var socket, string? fault) = await WebSocketUpgrade.AcceptAsync(
            stream, new byte[WebSocketUpgrade.HeadLimit], 0, new OriginRule([]), s_files, CancellationToken.None);
        BrokenInvariantException.ThrowUnless(
            stream.Consumed <= WebSocketUpgrade.HeadLimit, $"{stream.Consumed} bytes read of a request");
        if (socket is null)
        {
            BrokenInvariantException.ThrowUnless(fault is not null, "refused without a reason");
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
