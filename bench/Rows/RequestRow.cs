using System.Collections;
using System.Diagnostics;
using Bench.Harness;
using Bench.Hosting;
using Bench.Peers;

namespace Bench.Rows;

/// <summary>Property posts through one pipeline; the module's emulator replies to both sides.</summary>
internal sealed class RequestRow : Row
{
    private const int FullCount = 20_000;

    // A device for each side: a second connection of one would throw off the first.
    private const string Start = """
        $device, $other = 'ours', 'theirs' | ForEach-Object { @{ ProductKey = 'pk'; DeviceName = $_; DeviceSecret = 'secret' } }
        $emulator = Start-IotEmulator $device, $other -NoConnectLimit -NoMessageLimit
        $null = New-IotMqttCredential @device -Endpoint $emulator.Endpoint | Connect-IotMqtt
        $credential = New-IotMqttCredential @other -Endpoint $emulator.Endpoint -AsPlainText
        "$($emulator.Endpoint)", $credential.MqttClientId, $credential.MqttUsername, $credential.MqttPassword
        """;

    private const string Topic = "/sys/pk/theirs/thing/event/property/post";

    private Shell? _shell;
    private MqttNetRequester? _peer;
    private int _count;

    public override string Name => "Requests through one pipeline";

    public override string Peer => "MQTTnet, unfragmented, each reply awaited";

    public override IReadOnlyList<Figure> Figures => [new(string.Empty, "requests/s", Goal.RatioAtLeast, 5)];

    public override async Task PrepareAsync(BenchSetup setup)
    {
        _count = setup.Count(FullCount);
        var shell = _shell = setup.Shell;
        string[] peer = [.. (await shell.RunAsync(Start)).Select(text => (string)text.BaseObject)];
        shell["rows"] = Enumerable.Range(1, _count).Select(i => (object)new Hashtable { ["Power"] = i }).ToArray();
        _peer = await MqttNetRequester.ConnectAsync(new Uri(peer[0]), peer[1], peer[2], peer[3], Topic + "_reply");
    }

    public override async Task<double[]> RunOursAsync()
    {
        long started = Stopwatch.GetTimestamp();
        await _shell!.RunAsync("$replies = $rows | Invoke-IotRequest thing.event.property.post");
        var taken = Stopwatch.GetElapsedTime(started);
        var replied = await _shell.RunAsync("[System.Collections.Generic.HashSet[string]]::new([string[]]$replies.Id).Count; $replies = $null");
        return replied[0].BaseObject.Equals(_count)
            ? [_count / taken.TotalSeconds]
            : throw new RunFailedException($"{replied[0]} of {_count} requests have a reply");
    }

    public override async Task<double[]> RunPeerAsync()
    {
        long started = Stopwatch.GetTimestamp();
        await _peer!.PostAsync(Topic, _count);
        return [_count / Stopwatch.GetElapsedTime(started).TotalSeconds];
    }

    public override async ValueTask DisposeAsync()
    {
        if (_peer is not null)
            await _peer.DisposeAsync();
        if (_shell is not null)
            await _shell.RunAsync("Disconnect-IotMqtt -All; Stop-IotEmulator; $rows = $null");
    }
}
