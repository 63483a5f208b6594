using AliyunIotWs.Emulator.Judging;

namespace AliyunIotWs.Units.Emulator.Judging;

public class WaitsTests
{
    [Theory]
    [InlineData(true, 1.0, 2.0, 4.0)]
    [InlineData(true, 0.2, 1.7, 1.0, 3.4)] // Full jitter.
    [InlineData(true, 5.0, 10.0, 20.0)]
    [InlineData(true, 2.0, 3.0, 4.5, 6.8)]
    [InlineData(true, 15.0)] // Four a minute.
    [InlineData(false, 1.0, 2.0)]
    [InlineData(false, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)]
    [InlineData(false, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0)]
    [InlineData(false, 0.001, 0.002, 0.001, 0.005, 0.001, 0.004)]
    [InlineData(false, 0.9, 1.1, 1.2, 0.8, 1.2, 1.0)]
    public void Grow_where_the_device_slows_down(bool grows, params double[] seconds) =>
        Assert.Equal(grows, new Waits([.. seconds.Select(TimeSpan.FromSeconds)]).Grow);

    [Theory]
    [InlineData(true, 1.0, 2.0, 4.0)]
    [InlineData(true, 1.02, 1.99, 4.03)]
    [InlineData(true, 1.03, 2.05, 4.05)]
    [InlineData(false, 1.0, 2.0, 4.08)]
    [InlineData(false, 1.0, 2.0, 3.6)]
    [InlineData(false, 1.2, 1.7, 4.5)]
    public void Are_the_same_within_what_a_machine_keeps(bool same, params double[] seconds) =>
        Assert.Equal(same, Of([1, 2, 4]).AreSame(Of(seconds)));

    [Fact]
    public void Connections_that_a_library_of_HTTP_makes_for_one_attempt_count_once() =>
        Assert.Equal([1, 2, 4], Attempts(1, 0, 0.01, 0.2, 2, 0, 0, 0.1, 4, 0).Each.Select(wait => wait.TotalSeconds));

    [Fact]
    public void A_device_that_does_not_wait_at_all_is_no_library()
    {
        var waits = Attempts([.. Enumerable.Repeat(0.1, 24)]);
        Assert.False(waits.Grow);
        Assert.True(waits.AreTelling);
    }

    [Fact]
    public void A_full_jitter_is_hardly_ever_taken_for_none()
    {
        var random = new Random(7);
        int mistaken = 0;
        for (int device = 0; device < 1000; device++)
        {
            var waits = new List<TimeSpan>();
            for (int attempt = 0; !new Waits(waits).AreTelling; attempt++)
                waits.Add(TimeSpan.FromSeconds(Math.Pow(2, attempt) * random.NextDouble()));
            if (!new Waits(waits).Grow)
                mistaken++;
        }

        Assert.InRange(mistaken, 0, 10);
    }

    private static Waits Of(double[] seconds) => new([.. seconds.Select(TimeSpan.FromSeconds)]);

    // A connection that is lost, and attempts that are reset at once.
    private static Waits Attempts(params double[] seconds) =>
        Waits.Of(seconds.Select((wait, i) => (TimeSpan.FromSeconds(wait), i > 0)));
}
