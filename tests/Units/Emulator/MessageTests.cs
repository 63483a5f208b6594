using System.Text;
using AliyunIotWs.Emulator.Authorization;
using AliyunIotWs.Emulator.Events;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace AliyunIotWs.Units.Emulator;

public sealed class MessageTests
{
    private const string Up = "/pk/device/user/update";
    private const string Down = "/pk/device/user/get";

    [Fact]
    public async Task What_a_device_publishes_lies_in_the_inbox_in_order()
    {
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync();
        for (int i = 0; i < 50; i++)
        {
            var qos = (MqttQualityOfServiceLevel)(i % 2);
            await client.PublishStringAsync(Up, $"{i}", qos, cancellationToken: box.Soon);
        }


        for (int i = 0; i < 50; i++)
        {
            var message = await box.NextAsync();
            Assert.Equal(("pk", "device", Up), (message.ProductKey, message.DeviceName, message.Topic));
            Assert.Equal(i % 2, message.Qos);
            Assert.Equal($"{i}", Encoding.UTF8.GetString(message.Payload));
        }

        Assert.Equal(0, box.Server.Inbox.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Any_payload_up_to_256_KiB_arrives_as_it_was_sent(int qos)
    {
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync();
        foreach (int length in new[] { 0, 1, 113, 114, 4_000, 4_096, 70_000, 262_144 })
        {
            byte[] payload = new byte[length];
            new Random(length).NextBytes(payload);
            await client.PublishBinaryAsync(Up, payload, (MqttQualityOfServiceLevel)qos, cancellationToken: box.Soon);
            Assert.Equal(payload, (await box.NextAsync()).Payload);
        }
    }

    [Theory]
    [InlineData(262_145)]
    [InlineData(400_000)]
    public async Task A_longer_payload_is_discarded_without_an_answer(int length)
    {
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync();

        await AssertNoPubackAsync(client, Up, new byte[length]);
        var discarded = await box.EventAsync(EmulatorEventCode.PublishDiscarded);
        Assert.Equal("device", discarded.DeviceName);
        await box.PublishAsync(client, "next");
        Assert.Equal(4, (await box.NextAsync()).Payload.Length);
    }

    [Fact]
    public async Task A_message_on_a_foreign_topic_is_dropped_without_an_answer()
    {
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync();

        await AssertNoPubackAsync(client, "/pk/other/user/update", [1]);
        Assert.Contains("/pk/other/user/update", (await box.EventAsync(EmulatorEventCode.PublishDenied)).Message);
        await box.PublishAsync(client, "own");
        Assert.Equal(Up, (await box.NextAsync()).Topic);
        Assert.Equal(9236, (int)EmulatorEventCode.PublishDenied);
    }

    [Fact]
    public async Task QoS_2_ends_the_connection()
    {
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync();
        var ended = new TaskCompletionSource();
        client.DisconnectedAsync += _ => Task.FromResult(ended.TrySetResult());

        await Assert.ThrowsAnyAsync<Exception>(() => client.PublishStringAsync(
            Up, "2", MqttQualityOfServiceLevel.ExactlyOnce, cancellationToken: box.Soon));
        await ended.Task.WaitAsync(box.Soon);
        Assert.Contains("QoS 2", (await box.EventAsync(EmulatorEventCode.ProtocolViolation)).Message);
        await box.EventAsync(EmulatorEventCode.Disconnected);
        Assert.Equal(0, box.Server.Inbox.Count);
    }

    [Theory]
    [InlineData(0, MqttQualityOfServiceLevel.AtMostOnce)]
    [InlineData(1, MqttQualityOfServiceLevel.AtMostOnce)]
    [InlineData(0, MqttQualityOfServiceLevel.AtLeastOnce)]
    [InlineData(1, MqttQualityOfServiceLevel.AtLeastOnce)]
    public async Task The_cloud_reaches_a_device_with_its_own_QoS(int qos, MqttQualityOfServiceLevel subscribed)
    {
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync();
        var received = Collect(client);
        await client.SubscribeAsync(Down, subscribed, box.Soon);

        await box.Server.SendAsync(Down, "hello"u8.ToArray(), qos, box.Soon);
        var message = await received.ReadAsync(box.Soon);
        Assert.Equal((Down, "hello"), (message.Topic, message.ConvertPayloadToString()));
        Assert.Equal(qos, (int)message.QualityOfServiceLevel);
    }

    [Fact]
    public async Task A_device_does_not_get_its_own_message_back()
    {
        await using var box = await Box.StartAsync(
            ("/user/update", TopicAccess.PublishSubscribe), ("/user/get", TopicAccess.Subscribe));
        var client = await box.ConnectAsync();
        var received = Collect(client);
        await client.SubscribeAsync(Up, cancellationToken: box.Soon);
        await client.SubscribeAsync(Down, cancellationToken: box.Soon);

        await box.PublishAsync(client, "up");
        await box.Server.SendAsync(Down, "down"u8.ToArray(), 1, box.Soon);
        Assert.Equal("down", (await received.ReadAsync(box.Soon)).ConvertPayloadToString());
    }

    [Fact]
    public async Task Many_messages_arrive_in_order_both_ways()
    {
        const int Count = 5_000;
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync();
        var received = Collect(client);
        await client.SubscribeAsync(Down, MqttQualityOfServiceLevel.AtLeastOnce, box.Soon);

        var cloud = Task.Run(async () =>
        {
            for (int i = 0; i < Count; i++)
                await box.Server.SendAsync(Down, Encoding.UTF8.GetBytes($"{i}"), 1, box.Soon);
        });
        for (int i = 0; i < Count; i++)
            await box.PublishAsync(client, $"{i}");
        for (int i = 0; i < Count; i++)
        {
            Assert.Equal($"{i}", Encoding.UTF8.GetString((await box.NextAsync()).Payload));
            Assert.Equal($"{i}", (await received.ReadAsync(box.Soon)).ConvertPayloadToString());
        }

        await cloud;
    }

    [Fact]
    public async Task A_message_that_nobody_takes_is_in_the_log()
    {
        await using var box = await Box.StartAsync();
        await box.ConnectAsync();
        await box.Server.SendAsync(Down, default, 1, box.Soon);
        var undelivered = await box.EventAsync(EmulatorEventCode.Undelivered);
        Assert.StartsWith(Down, undelivered.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cloud_cannot_send_what_is_not_valid()
    {
        await using var box = await Box.StartAsync();
        var server = box.Server;
        string tooLong = "/" + new string('a', 128);
        await Assert.ThrowsAsync<ArgumentException>(() => server.SendAsync("/pk/device/+", default, 0, box.Soon));
        await Assert.ThrowsAsync<ArgumentException>(() => server.SendAsync("", default, 0, box.Soon));
        await Assert.ThrowsAsync<ArgumentException>(() => server.SendAsync(tooLong, default, 0, box.Soon));
        await Assert.ThrowsAsync<ArgumentException>(() => server.SendAsync(Down, new byte[262_145], 0, box.Soon));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => server.SendAsync(Down, default, 2, box.Soon));
    }

    private static async Task AssertNoPubackAsync(IMqttClient client, string topic, byte[] payload)
    {
        // No time is long enough to prove that nothing comes; the next message's PUBACK, which the tests wait for
        // afterwards, shows that the connection has gone on without it.
        using var briefly = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAsync<MqttCommunicationTimedOutException>(() => client.PublishBinaryAsync(
            topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken: briefly.Token));
        Assert.True(client.IsConnected);
    }

    internal static Received Collect(IMqttClient client)
    {
        var received = new Received();
        client.ApplicationMessageReceivedAsync += args =>
        {
            received.Add(args.ApplicationMessage);
            return Task.CompletedTask;
        };
        return received;
    }

    internal sealed class Received
    {
        private readonly System.Threading.Channels.Channel<MqttApplicationMessage> _messages =
            System.Threading.Channels.Channel.CreateUnbounded<MqttApplicationMessage>();

        public void Add(MqttApplicationMessage message) => _messages.Writer.TryWrite(message);

        public ValueTask<MqttApplicationMessage> ReadAsync(CancellationToken cancellationToken) =>
            _messages.Reader.ReadAsync(cancellationToken);
    }
}
