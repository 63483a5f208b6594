namespace Bench.Rows;

internal sealed class SendQos0MqttJsRow : MqttJsSendRow
{
    public override string Name => "Send QoS 0 to mosquitto over ws, MQTT.js";

    protected override int Qos => 0;
}
