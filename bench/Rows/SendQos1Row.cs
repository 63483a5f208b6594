namespace Bench.Rows;

internal sealed class SendQos1Row : WindowedSendRow
{
    public override string Name => "Send QoS 1 to a sink over ws";

    protected override double? Target => 2.5;

    protected override int FullCount => 200_000;

    protected override bool Secure => false;
}
