using AliyunIotWs.Emulator.Events;
using MQTTnet;
using MQTTnet.Protocol;

namespace AliyunIotWs.Units.Emulator;

/// <summary>
/// Downlinks without SUBSCRIBE. Sure: Link SDK C 3.1, 3.2 and 4.x get them, other clients do not, an UNSUBSCRIBE ends
/// one. Likely at best: that the platform knows those SDKs by <c>_ss=1</c> or by their version.
/// </summary>
public sealed class AutomaticSubscriptionTests
{
    private const string PropertySet = "/sys/pk/device/thing/service/property/set";

    [Theory]
    [InlineData("timestamp=789,_ss=1,_v=sdk-c-4.2.0,securemode=3,signmethod=hmacsha256,ext=3,", true)]
    [InlineData("securemode=3,signmethod=hmacsha256,timestamp=789,_v=sdk-c-3.2.0", true)]
    [InlineData("securemode=3,signmethod=hmacsha256,timestamp=789,_v=sdk-c-3.1.0", true)]
    [InlineData("securemode=3,signmethod=hmacsha256,timestamp=789,_ss=1,lan=Python,_v=1.2.13", true)]
    [InlineData("securemode=3,signmethod=hmacsha256,timestamp=789,_v=sdk-c-3.0.1", false)]
    [InlineData("securemode=3,signmethod=hmacsha256,timestamp=789,lan=NodeJS,_v=1.2.8", false)]
    [InlineData("securemode=3,signmethod=hmacsha256,timestamp=789,_ss=0", false)]
    [InlineData("securemode=3,signmethod=hmacsha256,timestamp=789", false)]
    public async Task Only_an_SDK_that_counts_on_it_is_served(string parameters, bool served)
    {
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync(box.Options($"12345|{parameters}|"));
        var received = MessageTests.Collect(client);
        await box.Server.SendAsync(PropertySet, "set"u8.ToArray(), 0, box.Soon);

        string connected = (await box.EventAsync(EmulatorEventCode.Connected)).Message;
        Assert.Equal(served, connected.Contains("without SUBSCRIBE", StringComparison.Ordinal));
        if (served)
            Assert.Equal("set", (await received.ReadAsync(box.Soon)).ConvertPayloadToString());
        else
            Assert.Contains("not subscribed", (await box.EventAsync(EmulatorEventCode.Undelivered)).Message);
    }

    [Theory]
    [InlineData("/sys/pk/device/rrpc/request/1")]
    [InlineData("/ota/device/upgrade/pk/device")]
    [InlineData("/shadow/get/pk/device")]
    [InlineData("/ext/rrpc/1/sys/pk/device/thing/service/dim")]
    [InlineData("/sys/pk/device/broadcast/request/1")]
    public async Task It_is_sent_what_the_list_names(string topic)
    {
        await using var box = await Box.StartAsync();
        var received = MessageTests.Collect(await box.ConnectAsync(Served(box)));
        await box.Server.SendAsync(topic, "x"u8.ToArray(), 1, box.Soon);
        Assert.Equal(topic, (await received.ReadAsync(box.Soon)).Topic);
    }

    [Theory]
    [InlineData("/pk/device/user/get")]
    [InlineData("/ext/error/pk/device")]
    [InlineData("/broadcast/pk/news")]
    public async Task It_is_not_sent_others(string topic)
    {
        await using var box = await Box.StartAsync();
        var received = MessageTests.Collect(await box.ConnectAsync(Served(box)));
        await box.Server.SendAsync(topic, "x"u8.ToArray(), 1, box.Soon);
        await box.EventAsync(EmulatorEventCode.Undelivered);
        await box.Server.SendAsync(PropertySet, "next"u8.ToArray(), 1, box.Soon);
        Assert.Equal("next", (await received.ReadAsync(box.Soon)).ConvertPayloadToString());
    }

    [Fact]
    public async Task A_device_that_subscribes_all_the_same_gets_each_message_once()
    {
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync(Served(box));
        var received = MessageTests.Collect(client);
        await client.SubscribeAsync(PropertySet, cancellationToken: box.Soon);
        await client.SubscribeAsync("/sys/pk/device/thing/#", cancellationToken: box.Soon);
        await box.Server.SendAsync(PropertySet, "1"u8.ToArray(), 1, box.Soon);
        await box.Server.SendAsync(PropertySet, "2"u8.ToArray(), 1, box.Soon);
        Assert.Equal("1", (await received.ReadAsync(box.Soon)).ConvertPayloadToString());
        Assert.Equal("2", (await received.ReadAsync(box.Soon)).ConvertPayloadToString());
    }

    [Fact]
    public async Task An_UNSUBSCRIBE_ends_it_over_reconnects_too()
    {
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync(Served(box));
        await client.UnsubscribeAsync(PropertySet, box.Soon);
        await client.DisconnectAsync(new MqttClientDisconnectOptions(), box.Soon);

        client = await box.ConnectAsync(Served(box));
        var received = MessageTests.Collect(client);
        await box.Server.SendAsync(PropertySet, "1"u8.ToArray(), 1, box.Soon);
        await box.EventAsync(EmulatorEventCode.Undelivered);
        await box.Server.SendAsync("/sys/pk/device/thing/service/dim", "2"u8.ToArray(), 1, box.Soon);
        Assert.Equal("2", (await received.ReadAsync(box.Soon)).ConvertPayloadToString());
        await client.SubscribeAsync(PropertySet, MqttQualityOfServiceLevel.AtLeastOnce, box.Soon);
        await box.Server.SendAsync(PropertySet, "3"u8.ToArray(), 1, box.Soon);
        Assert.Equal("3", (await received.ReadAsync(box.Soon)).ConvertPayloadToString());
    }

    [Fact]
    public async Task Every_device_that_is_online_gets_a_broadcast_without_SUBSCRIBE()
    {
        await using var box = await Box.StartAsync();
        var received = MessageTests.Collect(await box.ConnectAsync());
        await box.Server.SendAsync("/sys/pk/device/broadcast/request/1", "all"u8.ToArray(), 0, box.Soon);
        Assert.Equal("all", (await received.ReadAsync(box.Soon)).ConvertPayloadToString());
    }

    [Fact]
    public async Task Another_device_that_asked_for_all_custom_RRPC_does_not_hear_this_one()
    {
        await using var box = await Box.StartAsync(options => options with
        {
            Devices = [new("pk", "device", "secret"), new("pk", "device2", "secret")],
        });
        var other = await box.ConnectAsync(box.Options(
            "12345|securemode=3,signmethod=hmacsha256|",
            "56b4b772470d52ac936bf1c23bbab0b06aabc401637bca83fb59e07816dcb4c9",
            "device2&pk"));
        var heard = MessageTests.Collect(other);
        await other.SubscribeAsync("/ext/rrpc/#", cancellationToken: box.Soon);
        await box.Server.SendAsync("/ext/rrpc/1//pk/device/user/get", "not yours"u8.ToArray(), 0, box.Soon);
        await box.Server.SendAsync("/ext/rrpc/1//pk/device2/user/get", "yours"u8.ToArray(), 0, box.Soon);
        Assert.Equal("yours", (await heard.ReadAsync(box.Soon)).ConvertPayloadToString());
    }

    private static MqttClientOptions Served(Box box) =>
        box.Options("12345|securemode=3,signmethod=hmacsha256,timestamp=789,_ss=1|");
}
