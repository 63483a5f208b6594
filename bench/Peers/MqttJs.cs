using System.Diagnostics;
using System.Globalization;
using Bench.Harness;

namespace Bench.Peers;

/// <summary>MQTT.js in a node process of its own.</summary>
internal sealed class MqttJs : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);

    private readonly ChildProcess _node;

    private MqttJs(ChildProcess node) => _node = node;

    public static string? Absence(BenchSetup setup) =>
        setup.Node is null ? "node is not installed"
        : setup.Options.MqttJs is null ? "MQTT.js could not be installed"
        : null;

    public static async Task<MqttJs> ConnectAsync(BenchSetup setup, Uri endpoint)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Peers", "mqttjs-peer.mjs");
        var peer = new MqttJs(ChildProcess.Start(
            setup.Node!, script, setup.Options.MqttJs!, endpoint.ToString(), Load.Topic));
        await peer._node.ReadAsync("ready", s_limit);
        return peer;
    }

    /// <summary>Until the broker has acknowledged a last message at QoS 1.</summary>
    public async Task<TimeSpan> SendAsync(int count, int qos)
    {
        _node.Write(string.Create(CultureInfo.InvariantCulture, $"prepare {count}"));
        await _node.ReadAsync("prepared", s_limit);
        long started = Stopwatch.GetTimestamp();
        _node.Write(string.Create(CultureInfo.InvariantCulture, $"send {qos}"));
        await _node.ReadAsync("sent", s_limit);
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Receives in a process of its own, warm after half as many. Returns messages per second.</summary>
    public static async Task<double> ReceiveOnceAsync(BenchSetup setup, Uri endpoint, IFeeder feeder, int count)
    {
        using var peer = await ConnectAsync(setup, endpoint);
        await peer.ReceiveAsync(feeder, count / 2);
        var taken = await peer.ReceiveAsync(feeder, count);
        return count / taken.TotalSeconds;
    }

    public void Dispose() => _node.Dispose();

    private async Task<TimeSpan> ReceiveAsync(IFeeder feeder, int count)
    {
        _node.Write(string.Create(CultureInfo.InvariantCulture, $"receive {Allowance.Slice}"));
        await _node.ReadAsync("receiving", s_limit);
        feeder.Flood(count, 1);
        long started = Stopwatch.GetTimestamp();
        feeder.Grant(Allowance.Ahead);
        for (int taken = Allowance.Slice; taken <= count; taken += Allowance.Slice)
        {
            await _node.ReadAsync("received", s_limit);
            feeder.Grant(Allowance.Slice);
        }

        return Stopwatch.GetElapsedTime(started);
    }
}
