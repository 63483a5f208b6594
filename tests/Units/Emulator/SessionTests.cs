using System.Globalization;
using System.Text;
using System.Threading.Channels;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using MQTTnet.Protocol;

namespace AliyunIotWs.Units.Emulator;

public sealed class SessionTests
{
    private const string Down = "/pk/device/user/get";
    private const string OtherId = "12345|securemode=3,signmethod=hmacsha256|";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_clean_session_takes_its_subscriptions_along(bool clean)
    {
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync(box.Options(clean: clean));
        await client.SubscribeAsync(Down, cancellationToken: box.Soon);
        await client.DisconnectAsync(new MqttClientDisconnectOptions(), box.Soon);
        await box.EventAsync(EmulatorEventCode.Disconnected);
        Assert.Equal(clean ? [] : [Down], box.Server.FindDevice("pk", "device")!.Subscriptions);
    }

    [Fact]
    public async Task A_kept_session_brings_QoS_1_under_another_client_id()
    {
        await using var box = await Box.StartAsync();
        var first = await box.ConnectAsync(box.Options(clean: false));
        await first.SubscribeAsync(Down, MqttQualityOfServiceLevel.AtLeastOnce, box.Soon);
        await first.DisconnectAsync(cancellationToken: box.Soon);
        await box.EventAsync(EmulatorEventCode.Disconnected);

        await box.Server.SendAsync(Down, "lost"u8.ToArray(), 0, box.Soon);
        await box.Server.SendAsync(Down, "kept 1"u8.ToArray(), 1, box.Soon);
        await box.Server.SendAsync(Down, "kept 2"u8.ToArray(), 1, box.Soon);

        var second = box.NewClient();
        var received = MessageTests.Collect(second);
        var answer = await second.ConnectAsync(box.Options(OtherId, Box.Sha256NoTimestamp, clean: false), box.Soon);
        Assert.True(answer.IsSessionPresent);
        Assert.Equal("kept 1", (await received.ReadAsync(box.Soon)).ConvertPayloadToString());
        Assert.Equal("kept 2", (await received.ReadAsync(box.Soon)).ConvertPayloadToString());
        await box.Server.SendAsync(Down, "live"u8.ToArray(), 0, box.Soon);
        Assert.Equal("live", (await received.ReadAsync(box.Soon)).ConvertPayloadToString());
    }

    [Fact]
    public async Task What_is_sent_while_a_session_is_taken_up_comes_in_its_order()
    {
        await using var box = await Box.StartAsync();
        var arrivals = Channel.CreateUnbounded<int>();
        var client = await ConnectAsync();
        await client.SubscribeAsync(Down, MqttQualityOfServiceLevel.AtLeastOnce, box.Soon);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(box.Soon);
        var sending = Task.Run(async () =>
        {
            int sent = 0;
            // No more than the emulator keeps for one who is away.
            for (; sent < 90_000 && !enough.IsCancellationRequested; sent++)
                await box.Server.SendAsync(Down, Encoding.UTF8.GetBytes($"{sent}"), 1, box.Soon);
            return sent;
        });

        for (int i = 0; i < 20; i++)
        {
            var gone = new TaskCompletionSource();
            client.DisconnectedAsync += _ => Task.FromResult(gone.TrySetResult());
            Assert.True(await box.Server.KickAsync("pk", "device", box.Soon));
            await gone.Task.WaitAsync(box.Soon);
            client = await ConnectAsync();
        }

        await enough.CancelAsync();
        int count = await sending;
        var seen = new HashSet<int>();
        var late = new List<string>();
        for (int newest = -1; seen.Count < count;)
        {
            int number = await arrivals.Reader.ReadAsync(box.Soon);
            if (!seen.Add(number))
                continue;
            if (number < newest)
                late.Add($"{number} after {newest}");
            newest = number;
        }

        Assert.Empty(late);

        async Task<IMqttClient> ConnectAsync()
        {
            var made = box.NewClient();
            made.ApplicationMessageReceivedAsync += args => arrivals.Writer.WriteAsync(
                int.Parse(args.ApplicationMessage.ConvertPayloadToString(), CultureInfo.InvariantCulture)).AsTask();
            await made.ConnectAsync(box.Options(clean: false), box.Soon);
            return made;
        }
    }

    [Fact]
    public async Task What_was_not_acknowledged_comes_again_and_is_marked()
    {
        await using var box = await Box.StartAsync();
        var first = await box.ConnectAsync(box.Options(clean: false));
        var arrived = new TaskCompletionSource<bool>();
        first.ApplicationMessageReceivedAsync += args =>
        {
            args.AutoAcknowledge = false;
            arrived.TrySetResult(args.ApplicationMessage.Dup);
            return Task.CompletedTask;
        };
        await first.SubscribeAsync(Down, MqttQualityOfServiceLevel.AtLeastOnce, box.Soon);
        await box.Server.SendAsync(Down, "again"u8.ToArray(), 1, box.Soon);
        Assert.False(await arrived.Task.WaitAsync(box.Soon));
        first.Dispose();

        var second = box.NewClient();
        var received = MessageTests.Collect(second);
        await second.ConnectAsync(box.Options(clean: false), box.Soon);
        var message = await received.ReadAsync(box.Soon);
        Assert.Equal(("again", true), (message.ConvertPayloadToString(), message.Dup));
    }

    [Fact]
    public async Task A_clean_session_forgets()
    {
        await using var box = await Box.StartAsync();
        var first = await box.ConnectAsync();
        await first.SubscribeAsync(Down, MqttQualityOfServiceLevel.AtLeastOnce, box.Soon);
        await first.DisconnectAsync(cancellationToken: box.Soon);
        await box.EventAsync(EmulatorEventCode.Disconnected);

        var answer = await box.NewClient().ConnectAsync(box.Options(clean: false), box.Soon);
        Assert.False(answer.IsSessionPresent);
        await box.Server.SendAsync(Down, default, 1, box.Soon);
        await box.EventAsync(EmulatorEventCode.Undelivered);
    }

    [Fact]
    public async Task An_offline_device_is_kept_a_bounded_number_of_messages()
    {
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync(box.Options(clean: false));
        await client.SubscribeAsync(Down, MqttQualityOfServiceLevel.AtLeastOnce, box.Soon);
        await client.DisconnectAsync(cancellationToken: box.Soon);
        await box.EventAsync(EmulatorEventCode.Disconnected);

        for (int i = 0; i < DeviceOutbox.OfflineCapacity; i++)
            await box.Server.SendAsync(Down, default, 1, box.Soon);
        Assert.DoesNotContain(box.Server.Events.Snapshot(), e => e.Code == EmulatorEventCode.Undelivered);
        await box.Server.SendAsync(Down, default, 1, box.Soon);
        Assert.Contains($"{DeviceOutbox.OfflineCapacity} messages", (await box.EventAsync(EmulatorEventCode.Undelivered)).Message);
    }

    [Fact]
    public async Task A_second_connection_of_the_same_device_ends_the_first()
    {
        await using var box = await Box.StartAsync();
        var first = await box.ConnectAsync();
        var ended = new TaskCompletionSource();
        first.DisconnectedAsync += _ => Task.FromResult(ended.TrySetResult());

        var second = await box.ConnectAsync(box.Options(OtherId, Box.Sha256NoTimestamp));
        await ended.Task.WaitAsync(box.Soon);
        var kicked = await box.EventAsync(EmulatorEventCode.Kicked);
        Assert.Equal((400, "device", "12345"), ((int)kicked.Code, kicked.DeviceName, kicked.ClientId));
        Assert.True(Assert.Single(box.Server.Devices, d => d.DeviceName == "device").Online);
        await box.PublishAsync(second, "alive");
        Assert.DoesNotContain(box.Server.Events.Snapshot(), e => e.Code == EmulatorEventCode.Disconnected);
    }

    [Fact]
    public async Task Of_many_connections_of_one_device_one_remains()
    {
        await using var box = await Box.StartAsync();
        var clients = Enumerable.Range(0, 24).Select(_ => box.NewClient()).ToList();
        var lost = new CountdownEvent(clients.Count - 1);
        foreach (var client in clients)
        {
            client.DisconnectedAsync += args =>
            {
                if (args.ClientWasConnected || args.ConnectResult is null)
                    lost.Signal();
                return Task.CompletedTask;
            };
        }

        await Task.WhenAll(clients.Select(async client =>
        {
            try
            {
                await client.ConnectAsync(box.Options(), box.Soon);
            }
            catch (Exception) when (!box.Soon.IsCancellationRequested)
            {
                // Kicked before its CONNACK was read.
            }
        }));

        Assert.True(lost.Wait(Box.Patience), $"{lost.CurrentCount} more should have been kicked");
        var survivor = Assert.Single(clients, client => client.IsConnected);
        await box.PublishAsync(survivor, "me");
        Assert.True(Assert.Single(box.Server.Devices, d => d.DeviceName == "device").Online);
        Assert.Equal(23, box.Server.Events.Snapshot().Count(e => e.Code == EmulatorEventCode.Kicked));
    }

    [Fact]
    public async Task A_silent_device_is_dropped_after_one_and_a_half_keep_alives()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var box = await Box.StartAsync(options => options with { TimeProvider = clock });
        var client = await box.ConnectAsync(box.Options(keepAlive: 30));

        clock.Advance(TimeSpan.FromSeconds(44));
        await client.PingAsync(box.Soon);
        clock.Advance(TimeSpan.FromSeconds(44));
        await client.PingAsync(box.Soon);
        clock.Advance(TimeSpan.FromSeconds(45));
        Assert.Contains("45 s", (await box.EventAsync(EmulatorEventCode.Disconnected)).Message);
        Assert.DoesNotContain(box.Server.Devices, d => d.Online);
    }
}
