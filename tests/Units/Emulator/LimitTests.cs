using AliyunIotWs.Emulator.Events;
using AliyunIotWs.Emulator.Limits;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using MQTTnet.Protocol;

namespace AliyunIotWs.Units.Emulator;

/// <summary>The platform's limits on speed, on a clock that stands still until a test moves it.</summary>
public sealed class LimitTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task The_sixth_connect_within_a_minute_is_refused_with_3()
    {
        await using var box = await StartAsync(new EmulatorLimits());
        for (int i = 0; i < 5; i++)
            Assert.Equal(0, await box.ConnackAsync(box.Options()));
        Assert.Equal(3, await box.ConnackAsync(box.Options()));
        Assert.Contains(
            "-NoConnectLimit", (await box.EventAsync(EmulatorEventCode.Refused)).Message, StringComparison.Ordinal);

        // Another device has a count of its own, and a minute later there is room.
        Assert.Equal(0, await box.ConnackAsync(box.Options(
            "11111|securemode=3,signmethod=hmacsha1,timestamp=2524608000000|", "06b1994895a537c8de9645b1cbe8dc0dfa4a7c4b", "test1&aa")));
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(3, await box.ConnackAsync(box.Options()));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await box.ConnackAsync(box.Options()));
    }

    [Fact]
    public async Task A_wrong_signature_does_not_count_as_a_connect()
    {
        await using var box = await StartAsync(new EmulatorLimits());
        for (int i = 0; i < 6; i++)
            Assert.Equal(4, await box.ConnackAsync(box.Options(password: "00")));
        Assert.Equal(0, await box.ConnackAsync(box.Options()));
    }

    [Theory]
    [InlineData(0, 30)]
    [InlineData(1, 10)]
    public async Task What_is_over_the_rate_is_dropped_without_a_word(int qos, int most)
    {
        await using var box = await StartAsync(new EmulatorLimits());
        var client = await box.ConnectAsync();
        for (int i = 0; i < most; i++)
            await SendAsync(box, client, qos);
        await AwaitAsync(() => box.Server.Inbox.Received == most, box);

        // With QoS 1 the acknowledgement never comes.
        var over = SendAsync(box, client, qos);
        await box.EventAsync(EmulatorEventCode.RateExceeded);
        Assert.Equal(qos == 0, over.IsCompletedSuccessfully);
        Assert.Equal(most, box.Server.Inbox.Received);
        Assert.True(client.IsConnected);

        _time.Advance(TimeSpan.FromSeconds(1));
        await SendAsync(box, client, qos);
        await AwaitAsync(() => box.Server.Inbox.Received == most + 1, box);
    }

    [Fact]
    public async Task Who_keeps_the_rate_loses_nothing()
    {
        await using var box = await StartAsync(new EmulatorLimits());
        var client = await box.ConnectAsync();
        for (int i = 0; i < 50; i++)
        {
            await SendAsync(box, client, qos: 1);
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(50, box.Server.Inbox.Received);
    }

    [Theory]
    [InlineData(true, 100)]
    [InlineData(false, 105)]
    public async Task With_100_acknowledgements_held_back_nothing_more_is_read(bool limited, int taken)
    {
        await using var box = await StartAsync(EmulatorLimits.Off with { Unacknowledged = limited });
        box.Server.Faults.Update(null, faults => faults with { StallAcks = true });
        var client = await box.ConnectAsync();
        var sent = Enumerable.Range(0, 105).Select(_ => SendAsync(box, client, qos: 1)).ToList();
        await AwaitAsync(() => box.Server.Inbox.Received == taken, box);
        if (limited)
            await box.EventAsync(EmulatorEventCode.RateExceeded);
        Assert.Equal(taken, box.Server.Inbox.Received);

        box.Server.Faults.Clear();
        await Task.WhenAll(sent).WaitAsync(box.Soon);
        Assert.Equal(105, box.Server.Inbox.Received);
    }

    [Fact]
    public async Task Subscriptions_come_into_effect_late_where_that_is_wanted()
    {
        const string Topic = "/pk/device/user/get";
        await using var box = await StartAsync(
            EmulatorLimits.Off with { SubscriptionDelay = TimeSpan.FromSeconds(10) });
        var client = await box.ConnectAsync();
        var received = MessageTests.Collect(client);
        await client.SubscribeAsync(Topic, cancellationToken: box.Soon);
        await box.Server.SendAsync(Topic, "early"u8.ToArray(), 1, box.Soon);
        Assert.Contains("not subscribed", (await box.EventAsync(EmulatorEventCode.Undelivered)).Message, StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromSeconds(10));
        await box.Server.SendAsync(Topic, "on time"u8.ToArray(), 1, box.Soon);
        Assert.Equal("on time", (await received.ReadAsync(box.Soon)).ConvertPayloadToString());
        await client.UnsubscribeAsync(Topic, box.Soon);
        await box.Server.SendAsync(Topic, "still"u8.ToArray(), 1, box.Soon);
        Assert.Equal("still", (await received.ReadAsync(box.Soon)).ConvertPayloadToString());
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.NotNull(await box.Server.SendAsync(Topic, "gone"u8.ToArray(), 1, box.Soon));
    }

    private Task<Box> StartAsync(EmulatorLimits limits) =>
        Box.StartAsync(options => options with { Limits = limits, TimeProvider = _time });

    private static Task<MqttClientPublishResult> SendAsync(Box box, IMqttClient client, int qos) => client.PublishStringAsync(
        "/pk/device/user/update", "x", (MqttQualityOfServiceLevel)qos, cancellationToken: box.Soon);

    private static async Task AwaitAsync(Func<bool> condition, Box box)
    {
        while (!condition())
            await Task.Delay(5, box.Soon);
    }
}
