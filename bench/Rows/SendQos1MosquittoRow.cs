namespace Bench.Rows;

internal sealed class SendQos1MosquittoRow : MosquittoPubRow
{
    public override string Name => "Send QoS 1 to mosquitto over ws, mosquitto_pub";

    protected override int Qos => 1;

    protected override double Target => 1;
}
