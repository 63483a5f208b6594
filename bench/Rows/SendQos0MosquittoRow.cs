namespace Bench.Rows;

internal sealed class SendQos0MosquittoRow : MosquittoPubRow
{
    public override string Name => "Send QoS 0 to mosquitto over ws, mosquitto_pub";

    protected override int Qos => 0;

    protected override double Target => 1.5;
}
