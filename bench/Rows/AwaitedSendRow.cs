using Bench.Peers;

namespace Bench.Rows;

/// <summary>QoS 0 against a loop that awaits each publish.</summary>
internal abstract class AwaitedSendRow : SinkSendRow
{
    private MqttNetPeer? _peer;

    protected override int Qos => 0;

    protected virtual bool Fragments => true;

    protected override async Task PreparePeerAsync(Uri endpoint) =>
        _peer = await MqttNetPeer.ConnectAsync(endpoint, Fragments);

    protected override Task SendPeerAsync() => _peer!.SendAsync(Messages.Payloads, Qos);

    protected override ValueTask DisposePeerAsync() => _peer?.DisposeAsync() ?? default;
}
