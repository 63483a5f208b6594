using AliyunIotWs.Credentials;

namespace AliyunIotWs.Units.Credentials;

public sealed class MqttExtensionTests
{
    [Theory]
    [InlineData("c|a=1,b=2|", "a", "1")]
    [InlineData("c|a=1,b=2|", "b", "2")]
    [InlineData("c| a = 1 ,\nb=2|", "a", "1")]
    [InlineData("c|a=x=y|", "a", "x=y")]
    [InlineData("c|a=1|b=2|", "a", "1|b=2")]
    [InlineData("c|a=1,b=2|", "c", null)]
    [InlineData("a=1|b=2|", "a", null)]
    [InlineData("c|a=1", "a", null)]
    [InlineData("a=1", "a", null)]
    [InlineData("||", "a", null)]
    public void A_parameter_stands_between_the_bars(string mqttClientId, string name, string? expected) =>
        Assert.Equal(expected, MqttExtension.Find(mqttClientId, name));

    [Theory]
    [InlineData("c|ext=1|", true)]
    [InlineData("c|ext=3|", true)]
    [InlineData("c|ext=2|", false)]
    [InlineData("c|ext=x|", false)]
    [InlineData("c|next=1|", false)]
    public void Bit_0_of_ext_announces_RRPC(string mqttClientId, bool expected) =>
        Assert.Equal(expected, MqttExtension.AnnouncesRrpc(mqttClientId));
}
