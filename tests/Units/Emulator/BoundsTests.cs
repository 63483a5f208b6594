using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;
using AliyunIotWs.Emulator.Hosting;
using AliyunIotWs.Emulator.Messages;


namespace AliyunIotWs.Units.Emulator;

public sealed class BoundsTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    [Fact]
    public void The_inbox_drops_the_oldest_above_its_number_of_messages()
    {
        var inbox = new EmulatorInbox();
        for (int i = 0; i < EmulatorInbox.Capacity + 3; i++)
            inbox.Add(Message($"/t/{i}"));

        Assert.Equal(EmulatorInbox.Capacity, inbox.Count);
        Assert.Equal((3, EmulatorInbox.Capacity + 3), (inbox.Dropped, inbox.Received));
        Assert.True(inbox.TryRead(null, out var oldest));
        Assert.Equal("/t/3", oldest.Topic);
    }

    [Fact]
    public void The_inbox_drops_the_oldest_above_its_number_of_bytes()
    {
        var inbox = new EmulatorInbox();
        for (int i = 0; i < 300; i++)
            inbox.Add(Message($"/t/{i}", 262_144));

        Assert.Equal(300, inbox.Count + inbox.Dropped);
        Assert.InRange(inbox.Count, 250, 256);
        Assert.True(inbox.TryRead(m => m.Topic == "/t/299", out _));
        Assert.False(inbox.TryRead(m => m.Topic == "/t/0", out _));
    }

    [Fact]
    public async Task A_filtered_reader_leaves_the_others_messages_in_place()
    {
        using var patience = new CancellationTokenSource(s_patience);
        var inbox = new EmulatorInbox();
        inbox.Add(Message("/a/1"));
        inbox.Add(Message("/b/1"));
        inbox.Add(Message("/a/2"));
        var waiting = inbox.ReadAsync(m => m.Matches("/c/#"), patience.Token);

        Assert.Equal("/b/1", (await inbox.ReadAsync(m => m.Matches("/b/+"), patience.Token))?.Topic);
        Assert.False(waiting.IsCompleted);
        inbox.Add(Message("/b/2"));
        inbox.Add(Message("/c/1"));
        Assert.Equal("/c/1", (await waiting)?.Topic);
        Assert.Equal(["/a/1", "/a/2", "/b/2"], ReadAll(inbox));
    }

    [Fact]
    public async Task A_wait_ends_with_an_arrival_a_cancellation_or_the_end()
    {
        var inbox = new EmulatorInbox();
        using var cancelled = new CancellationTokenSource();
        var one = inbox.WaitAsync(inbox.Received, CancellationToken.None);
        var two = inbox.ReadAsync(null, cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => two);

        inbox.Add(Message("/a"));
        Assert.True(await one.WaitAsync(s_patience));
        Assert.True(await inbox.WaitAsync(0, CancellationToken.None));
        inbox.Close();
        Assert.False(await inbox.WaitAsync(1, CancellationToken.None));
        Assert.NotNull(await inbox.ReadAsync(null, CancellationToken.None));
        Assert.Null(await inbox.ReadAsync(null, CancellationToken.None));
    }

    [Fact]
    public async Task Readers_that_race_get_every_message_once()
    {
        using var patience = new CancellationTokenSource(s_patience);
        var inbox = new EmulatorInbox();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var mine = new List<string>();
            while (await inbox.ReadAsync(null, patience.Token) is { } message)
                mine.Add(message.Topic);
            return mine;
        })).ToList();
        for (int i = 0; i < 10_000; i++)
            inbox.Add(Message($"/{i}"));
        inbox.Close();

        var all = (await Task.WhenAll(readers)).SelectMany(topics => topics).ToList();
        Assert.Equal(10_000, all.Count);
        Assert.Equal(10_000, all.Distinct().Count());
    }

    [Fact]
    public void The_event_log_drops_the_oldest()
    {
        var log = new EmulatorEventLog(TimeProvider.System);
        for (int i = 0; i < EmulatorEventLog.Capacity + 2; i++)
            log.Add(EmulatorEventCode.Connected, $"{i}");
        Assert.Equal(2, log.Dropped);
        Assert.Equal("2", log.Snapshot()[0].Message);
    }

    [Fact]
    public void A_line_of_the_event_log_is_cut_where_a_stranger_has_made_it_long()
    {
        var log = new EmulatorEventLog(TimeProvider.System);
        string longest = new string('x', EmulatorEventLog.LongestText);
        log.Add(EmulatorEventCode.Refused, longest, clientId: longest);
        log.Add(EmulatorEventCode.Refused, longest + "y", clientId: longest + "y");
        log.Add(EmulatorEventCode.Refused, longest[1..] + "\U0001F600 is not cut in two");

        var lines = log.Snapshot();
        Assert.Equal((longest, longest), (lines[0].Message, lines[0].ClientId));
        Assert.Equal((longest + "…", longest + "…"), (lines[1].Message, lines[1].ClientId));
        Assert.Equal(longest[1..] + "…", lines[2].Message);
    }

    [Fact]
    public async Task A_device_that_reads_nothing_is_waited_for_until_it_does()
    {
        var outbox = new DeviceOutbox(TimeProvider.System);
        outbox.Open(sessionPresent: false);
        for (int i = 0; i < DeviceOutbox.Capacity; i++)
            Assert.Null(await outbox.EnterAsync(i % 2 == 0, 0, CancellationToken.None));

        var next = outbox.EnterAsync(acknowledged: true, 0, CancellationToken.None).AsTask();
        Assert.False(next.IsCompleted);
        outbox.Acknowledged();
        Assert.Null(await next.WaitAsync(s_patience));

        var late = outbox.EnterAsync(acknowledged: false, 0, CancellationToken.None).AsTask();
        outbox.Close();
        Assert.Contains("offline", await late.WaitAsync(s_patience));
    }

    [Fact]
    public void No_text_form_shows_a_secret()
    {
        var device = new EmulatorDevice("pk", "dn", "hush");
        var options = new EmulatorOptions { Devices = [device] };
        string text = $"{device} {options} {string.Join(' ', options.Devices)}";
        Assert.DoesNotContain("hush", text, StringComparison.Ordinal);
    }

    private static EmulatorMessage Message(string topic, int bytes = 0) =>
        new("pk", "dn", topic, new byte[bytes], 0, DateTimeOffset.UnixEpoch);

    private static List<string> ReadAll(EmulatorInbox inbox)
    {
        var topics = new List<string>();
        while (inbox.TryRead(null, out var message))
            topics.Add(message.Topic);
        return topics;
    }
}
