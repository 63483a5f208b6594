using AliyunIotWs.Session;

namespace AliyunIotWs.Units.Session;

public sealed class PulseTests
{
    [Fact]
    public void A_change_between_looking_and_waiting_is_not_missed()
    {
        var pulse = new Pulse();
        long seen = pulse.Changes;
        pulse.Raise();
        Assert.True(pulse.Wait(seen, TimeSpan.Zero, default));
    }

    [Fact]
    public void Waiting_ends_with_the_patience() =>
        Assert.False(new Pulse().Wait(0, TimeSpan.FromMilliseconds(10), default));

    [Fact]
    public async Task Every_waiter_hears_one_change()
    {
        var pulse = new Pulse();
        long seen = pulse.Changes;
        Task<bool>[] waiters = [.. Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () => pulse.Wait(seen, TimeSpan.FromSeconds(30), default),
            default, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        pulse.Raise();
        Assert.All(await Task.WhenAll(waiters), Assert.True);
    }

    [Fact]
    public async Task A_cancelled_wait_ends_at_once()
    {
        var pulse = new Pulse();
        using var source = new CancellationTokenSource();
        Task waiting = Task.Factory.StartNew(
            () => pulse.Wait(0, Timeout.InfiniteTimeSpan, source.Token),
            default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(30)));
    }
}
