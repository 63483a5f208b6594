namespace Bench.Rows;

internal sealed class SendQos0SecureRow : AwaitedSendRow
{
    public override string Name => "Send QoS 0 to a sink over wss";

    public override string Peer => "MQTTnet, awaited loop";

    protected override double? Target => 3;

    protected override int FullCount => 300_000;

    protected override bool Secure => true;
}
