using System.Diagnostics;
using System.Globalization;
using AliyunIotWs.Emulator.Faults;
using MQTTnet;
using MQTTnet.Protocol;

namespace AliyunIotWs.Units.Emulator;

/// <summary>Latency, jitter and bandwidth of a connection, over real ones.</summary>
public sealed class FaultShapeTests
{
    private const string Down = "/pk/device/user/get";

    private static readonly TimeSpan s_latency = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task Packets_of_the_device_are_late_together_and_not_one_after_the_other()
    {
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync();
        await box.PublishAsync(client, "in time");
        box.Server.Faults.Update("pk/device", faults => faults with { Up = Latency() });

        // The read that is under way when the fault is set is not late any more.
        await box.PublishAsync(client, "still in time");
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => box.PublishAsync(client, $"{i}")));
        Assert.InRange(watch.Elapsed, s_latency - TimeSpan.FromMilliseconds(20), 10 * s_latency);

        box.Server.Faults.Clear();
        await box.PublishAsync(client, "in time again");
        Assert.Equal(13, box.Server.Inbox.Received);
    }

    [Fact]
    public async Task Packets_to_the_device_are_late_and_what_it_sends_is_not()
    {
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync();
        var received = MessageTests.Collect(client);
        await client.SubscribeAsync(Down, cancellationToken: box.Soon);
        box.Server.Faults.Update(null, faults => faults with { Down = Latency() });
        var watch = Stopwatch.StartNew();
        await client.PublishStringAsync("/pk/device/user/update", "up", cancellationToken: box.Soon);
        await box.NextAsync();
        var up = watch.Elapsed;
        await box.Server.SendAsync(Down, "down"u8.ToArray(), 0, box.Soon);
        await received.ReadAsync(box.Soon);
        Assert.True(up < watch.Elapsed - s_latency + TimeSpan.FromMilliseconds(20), $"{up}, {watch.Elapsed}");
    }

    [Fact]
    public async Task Jitter_keeps_the_order()
    {
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync();
        var received = MessageTests.Collect(client);
        await client.SubscribeAsync(Down, cancellationToken: box.Soon);
        var shape = new LinkShape(
            TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20), null, new FaultChance(0.5, seed: 7));
        box.Server.Faults.Update(null, faults => faults with { Up = shape, Down = shape });
        for (int i = 0; i < 100; i++)
        {
            await client.PublishStringAsync("/pk/device/user/update", Text(i), cancellationToken: box.Soon);
            await box.Server.SendAsync(Down, System.Text.Encoding.ASCII.GetBytes(Text(i)), 1, box.Soon);
        }

        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(Text(i), System.Text.Encoding.ASCII.GetString((await box.NextAsync()).Payload));
            Assert.Equal(Text(i), (await received.ReadAsync(box.Soon)).ConvertPayloadToString());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_narrow_line_takes_its_time(bool up)
    {
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync();
        var received = MessageTests.Collect(client);
        await client.SubscribeAsync(Down, cancellationToken: box.Soon);
        var narrow = new LinkShape(TimeSpan.Zero, TimeSpan.Zero, 100 * 1024, FaultChance.Certain);
        box.Server.Faults.Update(null, faults => up ? faults with { Up = narrow } : faults with { Down = narrow });
        if (up)
            await box.PublishAsync(client, "the read that was under way");
        var watch = Stopwatch.StartNew();
        byte[] payload = new byte[50 * 1024];
        if (up)
        {
            await client.PublishBinaryAsync(
                "/pk/device/user/update", payload, MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken: box.Soon);
        }
        else
        {
            await box.Server.SendAsync(Down, payload, 1, box.Soon);
            await received.ReadAsync(box.Soon);
        }

        Assert.InRange(watch.Elapsed.TotalSeconds, 0.45, 10);
    }

    [Fact]
    public void The_same_seed_draws_the_same_and_about_as_often_as_it_says()
    {
        List<TimeSpan> Draw(int seed)
        {
            var shape = new LinkShape(s_latency, s_latency / 2, null, new FaultChance(0.3, seed));
            return [.. Enumerable.Range(0, 1000).Select(_ => shape.Draw())];
        }

        var first = Draw(5);
        Assert.Equal(first, Draw(5));
        Assert.NotEqual(first, Draw(6));
        Assert.InRange(first.Count(delay => delay > TimeSpan.Zero), 240, 360);
        Assert.All(first.Where(delay => delay > TimeSpan.Zero), delay => Assert.InRange(delay, s_latency / 2, s_latency * 1.5));
    }

    [Fact]
    public async Task Some_connects_are_refused_where_that_is_likely_only()
    {
        await using var box = await Box.StartAsync();
        box.Server.Faults.Update(null, faults => faults with
        {
            Refusal = new ConnectRefusal(3, new FaultCount(null), new FaultChance(0.5, seed: 1)),
        });
        var codes = new List<int>();
        for (int i = 0; i < 40; i++)
            codes.Add(await box.ConnackAsync(box.Options()));
        Assert.InRange(codes.Count(code => code == 3), 8, 32);
        Assert.All(codes, code => Assert.True(code is 0 or 3));
    }

    private static LinkShape Latency() => new(s_latency, TimeSpan.Zero, null, FaultChance.Certain);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
