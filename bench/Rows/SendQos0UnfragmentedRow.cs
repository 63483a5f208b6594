namespace Bench.Rows;

internal sealed class SendQos0UnfragmentedRow : AwaitedSendRow
{
    public override string Name => "Send QoS 0 to a sink over ws, unfragmented peer";

    public override string Peer => "MQTTnet, awaited loop, unfragmented";

    protected override double? Target => null;

    protected override int FullCount => 500_000;

    protected override bool Secure => false;

    protected override bool Fragments => false;
}
