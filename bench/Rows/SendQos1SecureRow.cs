namespace Bench.Rows;

internal sealed class SendQos1SecureRow : WindowedSendRow
{
    public override string Name => "Send QoS 1 to a sink over wss";

    protected override double? Target => 2;

    protected override int FullCount => 200_000;

    protected override bool Secure => true;
}
