using Bench.Peers;

namespace Bench.Rows;

/// <summary>QoS 1 against as many publishes at a time as is best, each in one frame.</summary>
internal abstract class WindowedSendRow : SinkSendRow
{
    private static readonly int[] s_windows = [16, 64, 256, 1024];

    private MqttNetPeer? _peer;
    private int _window;

    public override string Peer => $"MQTTnet, unfragmented, window {_window}";

    protected override int Qos => 1;

    protected override async Task PreparePeerAsync(Uri endpoint)
    {
        _peer = await MqttNetPeer.ConnectAsync(endpoint, fragments: false);
        var rates = new Dictionary<int, double>();
        int count = Math.Max(Messages.Count / 4, 5000);
        // The first pass warms up.
        foreach (int window in s_windows.Concat(s_windows))
            rates[window] = (await MeasureAsync(count, () => SendAsync(count, window)))[0];
        _window = rates.MaxBy(r => r.Value).Key;
    }

    protected override Task SendPeerAsync() => SendAsync(Messages.Count, _window);

    protected override ValueTask DisposePeerAsync() => _peer?.DisposeAsync() ?? default;

    private Task SendAsync(int count, int window) => _peer!.SendAsync(Messages.Payloads, count, Qos, window);
}
