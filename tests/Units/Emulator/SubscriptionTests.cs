using AliyunIotWs.Emulator.Authorization;
using AliyunIotWs.Emulator.Events;
using MQTTnet;
using MQTTnet.Protocol;

namespace AliyunIotWs.Units.Emulator;

public sealed class SubscriptionTests
{
    private const MqttClientSubscribeResultCode Denied = MqttClientSubscribeResultCode.UnspecifiedError;

    [Fact]
    public async Task Each_filter_is_answered_for_itself_and_in_its_place()
    {
        await using var box = await StartAsync();
        var client = await box.ConnectAsync();
        var result = await SubscribeAsync(
            box,
            client,
            ("/pk/other/user/get", MqttQualityOfServiceLevel.AtLeastOnce),
            ("/pk/device/user/get", MqttQualityOfServiceLevel.AtMostOnce),
            ("/sys/pk/device/thing/#", MqttQualityOfServiceLevel.AtLeastOnce),
            ("#", MqttQualityOfServiceLevel.AtMostOnce),
            ("/pk/device/user/+", MqttQualityOfServiceLevel.ExactlyOnce));

        Assert.Equal(
            [
                Denied,
                MqttClientSubscribeResultCode.GrantedQoS0,
                MqttClientSubscribeResultCode.GrantedQoS1,
                Denied,
                MqttClientSubscribeResultCode.GrantedQoS1,
            ],
            result);
        Assert.Contains("/pk/other/user/get", (await box.EventAsync(EmulatorEventCode.SubscribeDenied)).Message);
    }

    [Fact]
    public async Task One_SUBSCRIBE_holds_8_topics()
    {
        await using var box = await StartAsync();
        var client = await box.ConnectAsync();

        Assert.DoesNotContain(Denied, await SubscribeAsync(box, client, Numbered(0, 8)));
        var nine = await SubscribeAsync(box, client, Numbered(8, 9));
        Assert.Equal(9, nine.Count);
        Assert.All(nine, code => Assert.Equal(Denied, code));
    }

    [Fact]
    public async Task A_device_holds_100_subscriptions()
    {
        await using var box = await StartAsync();
        var client = await box.ConnectAsync();
        for (int i = 0; i < 100; i += 5)
            Assert.DoesNotContain(Denied, await SubscribeAsync(box, client, Numbered(i, 5)));

        Assert.Equal([Denied], await SubscribeAsync(box, client, Numbered(100, 1)));
        Assert.DoesNotContain(Denied, await SubscribeAsync(box, client, Numbered(7, 1)));
        await client.UnsubscribeAsync("/pk/device/user/t7", box.Soon);
        Assert.DoesNotContain(Denied, await SubscribeAsync(box, client, Numbered(100, 1)));
    }

    [Fact]
    public async Task An_unsubscribed_topic_brings_nothing_more()
    {
        await using var box = await StartAsync();
        var client = await box.ConnectAsync();
        var received = MessageTests.Collect(client);
        await SubscribeAsync(box, client, Numbered(1, 2));
        await client.UnsubscribeAsync("/pk/device/user/t1", box.Soon);

        await box.Server.SendAsync("/pk/device/user/t1", "1"u8.ToArray(), 1, box.Soon);
        await box.Server.SendAsync("/pk/device/user/t2", "2"u8.ToArray(), 1, box.Soon);
        Assert.Equal("2", (await received.ReadAsync(box.Soon)).ConvertPayloadToString());
    }

    [Fact]
    public async Task A_broadcast_reaches_every_device_of_the_product_that_asked_for_it()
    {
        await using var box = await Box.StartAsync(options => options with
        {
            Devices = [new("pk", "device", "secret"), new("pk", "device2", "secret")],
        });
        var first = await box.ConnectAsync();
        var second = await box.ConnectAsync(box.Options(
            "12345|securemode=3,signmethod=hmacsha256|",
            "56b4b772470d52ac936bf1c23bbab0b06aabc401637bca83fb59e07816dcb4c9",
            "device2&pk"));
        var (one, two) = (MessageTests.Collect(first), MessageTests.Collect(second));
        await SubscribeAsync(box, first, ("/broadcast/pk/#", MqttQualityOfServiceLevel.AtLeastOnce));
        await SubscribeAsync(box, second, ("/broadcast/pk/news", MqttQualityOfServiceLevel.AtLeastOnce));

        await box.Server.SendAsync("/broadcast/pk/news", "all"u8.ToArray(), 1, box.Soon);
        Assert.Equal("all", (await one.ReadAsync(box.Soon)).ConvertPayloadToString());
        Assert.Equal("all", (await two.ReadAsync(box.Soon)).ConvertPayloadToString());
    }

    private static Task<Box> StartAsync() =>
        Box.StartAsync(("/user/get", TopicAccess.Subscribe), ("/user/+", TopicAccess.Subscribe));

    private static (string Filter, MqttQualityOfServiceLevel Qos)[] Numbered(int first, int count) =>
        [
            .. Enumerable.Range(first, count)
                .Select(i => ($"/pk/device/user/t{i}", MqttQualityOfServiceLevel.AtLeastOnce)),
        ];

    private static async Task<IReadOnlyList<MqttClientSubscribeResultCode>> SubscribeAsync(
        Box box, IMqttClient client, params (string Filter, MqttQualityOfServiceLevel Qos)[] filters)
    {
        var builder = new MqttClientSubscribeOptionsBuilder();
        foreach (var (filter, qos) in filters)
            builder.WithTopicFilter(filter, qos);
        var result = await client.SubscribeAsync(builder.Build(), box.Soon);
        return [.. result.Items.Select(item => item.ResultCode)];
    }
}
