using System.Security.Cryptography;
using System.Text;
using AliyunIotWs.Emulator.Events;

namespace AliyunIotWs.Units.Emulator;

/// <summary>What people get wrong, and what the log makes of it: its cause, its code and what to do.</summary>
public sealed class MistakeTests
{
    private const string Id = "12345|securemode=3,signmethod=hmacsha256,timestamp=1700000000000|";

    [Theory]
    [InlineData("ClientId12345deviceNamedeviceproductKeypktimestamp1700000000000", "secret", "written ClientId: names have")]
    [InlineData("clientId12345deviceNamedeviceproductKeypktimestamp1700000000", "secret", "seconds for milliseconds")]
    [InlineData("clientId12345deviceNamedeviceproductKeypktimestamp1700000000000", "secret\n", "line break that follows")]
    [InlineData("clientId12345deviceNamedeviceproductKeypktimestamp1700000000000", "product", "made with the product secret")]
    [InlineData("clientId12345deviceNamedeviceproductKeypktimestamp1700000000000", "other", "the device secret is another one")]
    [InlineData("12345devicepk1700000000000", "secret", "over the values without their names")]
    public async Task Of_a_signature(string content, string secret, string words)
    {
        await using var box = await Box.StartAsync(options => options with { Products = [new("pk") { ProductSecret = "product" }] });
        byte[] hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(content));
        Assert.Equal(4, await box.ConnackAsync(box.Options(Id, Convert.ToHexStringLower(hash))));
        string message = (await box.EventAsync(EmulatorEventCode.Refused)).Message;
        Assert.Contains(words, message, StringComparison.Ordinal);
        Assert.EndsWith("(CONNACK 4)", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Box.WssId, false, "announce that, or use the secure port with wss or TLS (CONNACK 2)")]
    [InlineData(Box.WsId, true, "announce that, or use the plain port (CONNACK 2)")]
    public async Task Of_the_secure_mode(string clientId, bool secure, string words)
    {
        await using var box = await Box.StartAsync();
        Assert.Equal(2, await box.ConnackAsync(box.Options(clientId, secure: secure)));
        Assert.EndsWith(words, (await box.EventAsync(EmulatorEventCode.Refused)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/pk/device/update", "one is with /user/ in it: /pk/device/user/update")]
    [InlineData("/pk/device/user/state", "no such topic class; define it with -Product")]
    [InlineData("/pk/other/user/update", "the topic is not one of pk/device")]
    public async Task Of_a_topic(string topic, string words)
    {
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync();
        await MQTTnet.MqttClientExtensions.PublishStringAsync(client, topic, "x", cancellationToken: box.Soon);
        var line = await box.EventAsync(EmulatorEventCode.PublishDenied);
        Assert.Contains(words, line.Message, StringComparison.Ordinal);
        Assert.Equal(9236, (int)line.Code);
    }

    [Theory]
    [InlineData("""{"power":1}""", "power: 5092 tsl parse: params not exist, the thing model has 'Power'")]
    [InlineData("""{"Powre":1}""", "Powre: 5092 tsl parse: params not exist, the thing model has 'Power'")]
    [InlineData("""{"Colour":1}""", "Colour: 5092 tsl parse: params not exist, the thing model has nothing of this name")]
    [InlineData("""{"Power":{"value":1,"time":1700000000}}""", "Power: its time is in seconds, milliseconds are expected")]
    public async Task Of_a_thing_model(string parameters, string words)
    {
        const string Model = """{"properties":[{"identifier":"Power","dataType":{"type":"bool"}}]}""";
        await using var box = await Box.StartAsync(options => options with { Products = [new("pk") { Tsl = Model }] });
        var client = await box.ConnectAsync();
        await MQTTnet.MqttClientExtensions.PublishStringAsync(
            client,
            "/sys/pk/device/thing/event/property/post",
            $$"""{"id":"1","params":{{parameters}}}""",
            cancellationToken: box.Soon);
        var line = await box.EventAsync(EmulatorEventCode.ModelMismatch);
        Assert.Contains(words, line.Message, StringComparison.Ordinal);
        Assert.Equal(6332, (int)line.Code);
    }
}
