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
}
