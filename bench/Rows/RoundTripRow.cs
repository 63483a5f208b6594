using System.Diagnostics;
using Bench.Harness;
using Bench.Hosting;
using Bench.Peers;
using Bench.Sinks;

namespace Bench.Rows;

/// <summary>One message at QoS 1 at a time: from the command to its PUBACK.</summary>
internal class RoundTripRow : Row
{
    private const int FullCount = 10_000;

    // The command as it is typed, with what PowerShell takes for any command; the receipt has the part from the message to
    // its PUBACK.
    private const string Commands = """
        for ($i = 0; $i -lt $times.Length; $i++) {
            $begin = [System.Diagnostics.Stopwatch]::GetTimestamp()
            Send-IotMessage -Topic $topic -Payload $message -Qos 1
            $times[$i] = [System.Diagnostics.Stopwatch]::GetTimestamp() - $begin
        }
        """;

    private const string Receipts = """
        for ($i = 0; $i -lt $times.Length; $i++) {
            $receipt = Send-IotMessage -Topic $topic -Payload $message -Qos 1 -PassThru
            $times[$i] = $receipt.LatencyMilliseconds * [timespan]::TicksPerMillisecond
        }
        """;

    private SinkProcess? _sink;
    private Device? _device;
    private MqttNetPeer? _peer;
    private Shell _shell = null!;
    private object _message = string.Empty;
    private long[] _times = [];

    public override string Name => "Round trip of a lone message";

    public override string Peer => "MQTTnet, awaited";

    /// <summary>MQTTnet's default: header and payload in two WebSocket frames.</summary>
    protected virtual bool Fragments => true;

    protected virtual double? Target => 1.1;

    public override IReadOnlyList<Figure> Figures =>
    [
        new("p50 of the command", "µs", Goal.RatioAtMost, Target),
        new("p99 of the command", "µs", Goal.RatioAtMost, Target),
        new("p50 in the receipt", "µs", Goal.RatioAtMost, Target),
        new("p99 in the receipt", "µs", Goal.RatioAtMost, Target),
    ];

    public override async Task PrepareAsync(BenchSetup setup)
    {
        _shell = setup.Shell;
        _times = new long[setup.Count(FullCount)];
        _message = Load.Create(1).Payloads[0];
        _sink = await SinkProcess.StartAsync();
        _device = await Device.ConnectAsync(_shell, _sink.Plain);
        _peer = await MqttNetPeer.ConnectAsync(_sink.Plain, Fragments);
        (_shell["topic"], _shell["message"], _shell["times"]) = (Load.Topic, _message, _times);
    }

    public override async Task<double[]> RunOursAsync()
    {
        double[] commands = await MeasureAsync(() => _shell.RunAsync(Commands), Stopwatch.Frequency);
        double[] receipts = await MeasureAsync(() => _shell.RunAsync(Receipts), TimeSpan.TicksPerSecond);
        return [.. commands, .. receipts];
    }

    public override async Task<double[]> RunPeerAsync()
    {
        double[] figures = await MeasureAsync(SendPeerAsync, Stopwatch.Frequency);
        return [.. figures, .. figures];
    }

    public override async ValueTask DisposeAsync()
    {
        if (_device is not null)
            await _device.DisposeAsync();
        if (_peer is not null)
            await _peer.DisposeAsync();
        _sink?.Dispose();
    }

    private async Task SendPeerAsync()
    {
        for (int i = 0; i < _times.Length; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            await _peer!.SendAsync(_message, 1);
            _times[i] = Stopwatch.GetTimestamp() - begin;
        }
    }

    private async Task<double[]> MeasureAsync(Func<Task> send, long ticksPerSecond)
    {
        await _sink!.ExpectAsync(_times.Length);
        await send();
        await _sink.VerifyAsync(_times.Length);
        double[] microseconds = [.. _times.Select(t => t * 1e6 / ticksPerSecond)];
        return [Series.Quantile(microseconds, 0.5), Series.Quantile(microseconds, 0.99)];
    }
}
