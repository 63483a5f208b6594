using AliyunIotWs.Session.Incoming;
using AliyunIotWs.Session.Links;

namespace AliyunIotWs.Units.Session;

/// <summary>Messages of many topics for many subscriptions, which come and go meanwhile.</summary>
public sealed class InboxTests
{
    // More topics than an inbox remembers.
    private const int Topics = 600;

    private readonly Inbox _inbox = new("device", TimeProvider.System);

    [Fact]
    public async Task Each_subscription_gets_what_it_matches_in_the_order_of_arrival()
    {
        var all = _inbox.Open("t/#", null);
        var even = _inbox.Open("t/even/+", null);
        await ArriveAsync();
        var one = _inbox.Open("t/odd/1", null);
        await ArriveAsync();
        _inbox.Close(even, discard: true);
        await ArriveAsync();

        Assert.Equal([.. Names(), .. Names(), .. Names()], Read(all));
        Assert.Equal(["t/odd/1", "t/odd/1"], Read(one));
        Assert.Empty(Read(even));
        Assert.False(_inbox.TryTake([_inbox.Unclaimed], out _));
    }

    [Fact]
    public async Task Several_are_read_as_one_and_what_was_put_back_comes_first()
    {
        SubscriptionBuffer[] both = [_inbox.Open("t/even/+", null), _inbox.Open("t/odd/+", null)];
        await ArriveAsync();
        Assert.True(_inbox.TryTake(both, out var first));
        Assert.True(_inbox.TryTake(both, out var second));
        _inbox.PutBack(second);
        _inbox.PutBack(first);
        Assert.Equal(Names(), Read(both));
    }

    [Fact]
    public async Task What_is_dropped_is_no_longer_read()
    {
        SubscriptionBuffer[] both = [_inbox.Open("t/even/+", 10), _inbox.Open("t/odd/+", 20)];
        await ArriveAsync();
        string[] even = [.. Names().Where(name => name.Contains("even", StringComparison.Ordinal)).TakeLast(10)];
        string[] odd = [.. Names().Where(name => name.Contains("odd", StringComparison.Ordinal)).TakeLast(20)];
        Assert.Equal(Names().Where(name => even.Contains(name) || odd.Contains(name)), Read(both));
    }

    private static string[] Names() => [.. Enumerable.Range(0, Topics).Select(i => $"t/{(i % 2 == 0 ? "even" : "odd")}/{i}")];

    private async Task ArriveAsync()
    {
        foreach (string name in Names())
            await _inbox.Deliver([new InboundPublish(name, [], 0, false, 0)]);
    }

    private List<string> Read(params SubscriptionBuffer[] from)
    {
        var read = new List<string>();
        while (_inbox.TryTake(from, out var reading))
            read.Add(reading.Message.Topic);
        return read;
    }
}
