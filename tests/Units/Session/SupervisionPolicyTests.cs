using AliyunIotWs.Session.Supervision;
using Microsoft.Extensions.Time.Testing;

namespace AliyunIotWs.Units.Session;

public sealed class SupervisionPolicyTests
{
    [Fact]
    public void The_ceiling_of_the_back_off_doubles_from_one_second_to_sixty()
    {
        var policy = new BackoffPolicy(() => 1.0);
        double[] seconds = [.. Enumerable.Range(0, 9).Select(_ => policy.Next().TotalSeconds)];
        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], seconds);
        policy.Reset();
        Assert.Equal(1, policy.Next().TotalSeconds);
    }

    [Fact]
    public void The_jitter_covers_the_whole_range()
    {
        var policy = new BackoffPolicy(() => 0.0);
        Assert.Equal(TimeSpan.Zero, policy.Next());
    }

    [Fact]
    public void The_sixth_connect_of_a_minute_waits_for_the_first_to_be_a_minute_old()
    {
        var time = new FakeTimeProvider();
        var budget = new ConnectBudget(time, ConnectBudget.PlatformConnects);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(TimeSpan.Zero, budget.Wait());
            budget.Use();
            time.Advance(TimeSpan.FromSeconds(4));
        }

        Assert.Equal(TimeSpan.FromSeconds(40), budget.Wait());
        time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(TimeSpan.Zero, budget.Wait());
        budget.Use();
        // The second one is now the oldest that counts.
        Assert.Equal(TimeSpan.FromSeconds(4), budget.Wait());
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(TimeSpan.Zero, budget.Wait());
    }

    [Fact]
    public void Five_short_links_that_did_nothing_look_like_a_duel()
    {
        var detector = new TakeoverDetector();
        for (int i = 0; i < 4; i++)
        {
            detector.Observe(TimeSpan.FromSeconds(2), wasAtWork: false);
            Assert.False(detector.Suspects);
        }

        detector.Observe(TimeSpan.FromSeconds(2), wasAtWork: false);
        Assert.True(detector.Suspects);
    }

    [Fact]
    public void A_link_that_held_begins_the_count_anew()
    {
        var detector = new TakeoverDetector();
        for (int i = 0; i < 4; i++)
            detector.Observe(TimeSpan.FromSeconds(2), wasAtWork: false);
        detector.Observe(TimeSpan.FromSeconds(30), wasAtWork: false);
        detector.Observe(TimeSpan.FromSeconds(2), wasAtWork: false);
        Assert.False(detector.Suspects);
    }

    [Fact]
    public void A_suspicion_outlives_the_pauses_that_two_who_hold_back_leave_each_other()
    {
        var detector = new TakeoverDetector();
        for (int i = 0; i < 5; i++)
            detector.Observe(TimeSpan.FromSeconds(2), wasAtWork: false);
        detector.Observe(TimeSpan.FromSeconds(59), wasAtWork: true);
        Assert.True(detector.Suspects);
        detector.Observe(TimeSpan.FromMinutes(5), wasAtWork: false);
        Assert.False(detector.Suspects);
    }

    [Fact]
    public void A_broker_that_restarts_twenty_times_at_work_is_no_duel()
    {
        var detector = new TakeoverDetector();
        for (int i = 0; i < 20; i++)
            detector.Observe(TimeSpan.FromSeconds(1), wasAtWork: true);
        Assert.False(detector.Suspects);
    }
}
