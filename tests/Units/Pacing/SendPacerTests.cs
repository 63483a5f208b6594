using System.Diagnostics;
using AliyunIotWs.Transport.Pacing;

namespace AliyunIotWs.Units.Pacing;

public sealed class SendPacerTests
{

    [Theory]
    [InlineData(40, 21, 0.5)]
    [InlineData(1000, 501, 0.5)]
    public async Task Messages_leave_no_faster_than_the_rate(double rate, int messages, double seconds)
    {
        using var pacer = SendPacer.Create(limited: false, rate)!;
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < messages; i++)
        {
            if (!pacer.TryPass(1, 10))
                await pacer.PassAsync(1, 10, default);
        }

        // The first period's worth is free; a rate of 1,000 has 20 to a period.
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, seconds * 0.9, seconds * 20);
    }

    [Fact]
    public async Task The_platforms_hosts_are_paced_by_default_at_their_published_rates()
    {
        using var pacer = SendPacer.Create(limited: true, null)!;
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < 6; i++)
            await pacer.PassAsync(1, 10, default);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.45, 20);
    }

    [Fact]
    public void Other_hosts_and_a_rate_of_zero_are_not_paced()
    {
        Assert.Null(SendPacer.Create(limited: false, null));
        Assert.Null(SendPacer.Create(limited: true, 0));
    }

    [Fact]
    public async Task A_waiting_turn_ends_with_its_token()
    {
        using var pacer = SendPacer.Create(limited: false, 0.01)!;
        Assert.True(pacer.TryPass(0, 1));
        using var source = new CancellationTokenSource();
        var turn = pacer.PassAsync(0, 1, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => turn);
    }

    [Fact]
    public async Task The_end_of_the_connection_lets_all_pass()
    {
        var pacer = SendPacer.Create(limited: false, 0.01)!;
        Assert.True(pacer.TryPass(0, 1));
        var turn = pacer.PassAsync(0, 1, default);
        pacer.Dispose();
        await turn.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(pacer.TryPass(0, 1));
        await pacer.PassAsync(0, 1, default);
    }
}
