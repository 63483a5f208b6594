namespace Bench.Rows;

internal sealed class SendQos1MqttJsRow : MqttJsSendRow
{
    public override string Name => "Send QoS 1 to mosquitto over ws, MQTT.js";

    protected override int Qos => 1;
}
