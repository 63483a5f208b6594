namespace Bench.Rows;

internal sealed class SendQos0Row : AwaitedSendRow
{
    public override string Name => "Send QoS 0 to a sink over ws";

    public override string Peer => "MQTTnet, awaited loop";

    protected override double? Target => 8;

    protected override int FullCount => 500_000;

    protected override bool Secure => false;
}
