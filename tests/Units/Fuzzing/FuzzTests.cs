using AliyunIotWs.Fuzz;

namespace AliyunIotWs.Units.Fuzzing;

[Collection(nameof(Alone))]
public sealed class FuzzTests
{
    [Fact]
    public async Task Two_thousand_hostile_inputs_break_nothing()
    {
        // Patient, since a machine that builds and tests at the same time is slow at times.
        var options = new FuzzOptions { Cases = 2000, Seed = 1, CaseLimit = TimeSpan.FromSeconds(30) };
        var report = await FuzzRun.RunAsync(options, TextWriter.Null);
        var text = new StringWriter();
        report.WriteTo(text);
        Assert.True(report.Failures.Count == 0, text.ToString());
    }

    [Fact]
    public void A_case_follows_from_seed_and_number()
    {
        int[] first = [.. Enumerable.Range(0, 100).Select(n => new FuzzCase(7, n).Random.Next())];
        int[] second = [.. Enumerable.Range(0, 100).Select(n => new FuzzCase(7, n).Random.Next())];
        Assert.Equal(first, second);
        Assert.Equal(100, first.Distinct().Count());
    }
}
