using System.Diagnostics;

namespace Bench.Harness;

/// <summary>Lets both sides of a row run in turn, and the order change from round to round.</summary>
internal sealed class Contest(BenchSetup setup)
{
    private const int WarmUpRound = 0;
    private const int MaximumWarmUps = 5;

    private static readonly TimeSpan s_warm = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    public async Task<IReadOnlyList<FigureResult>> RunAsync(Row row)
    {
        var failures = new List<string>();
        FigureResult[] results = [];
        try
        {
            if (row.Obstacle(setup) is { } obstacle)
                throw new RunFailedException(obstacle);
            await row.PrepareAsync(setup).WaitAsync(s_limit);
            results = [.. row.Figures.Select(f => new FigureResult(row.Name, row.Peer, f))];
            await RunRoundsAsync(row, results, failures);
        }
        catch (Exception e) when (e is RunFailedException or TimeoutException or IOException)
        {
            failures.Add(e.Message);
        }
        finally
        {
            await row.DisposeAsync();
        }

        if (results.Length == 0)
            results = [.. row.Figures.Select(f => new FigureResult(row.Name, row.Peer, f))];
        foreach (var result in results)
            result.Note = string.Join("; ", failures);
        return results;
    }

    private async Task RunRoundsAsync(Row row, FigureResult[] results, List<string> failures)
    {
        Func<Task<double[]>>? peer = row.RunPeerAsync;
        if (row.PeerAbsence(setup) is { } absence)
        {
            failures.Add($"peer absent: {absence}");
            peer = null;
        }

        Side[] sides = [new("ours", row.RunOursAsync, r => r.Ours), new("peer", peer, r => r.Theirs)];
        foreach (var side in sides)
            await WarmUpAsync(side, results, failures);
        for (int round = 1; round <= setup.Options.Rounds; round++)
        {
            foreach (var side in round % 2 == 1 ? sides : sides.Reverse())
                await RunSideAsync(side, results, round, failures);
        }
    }

    // A short run is over before the runtime has optimised what it runs.
    private static async Task WarmUpAsync(Side side, FigureResult[] results, List<string> failures)
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < MaximumWarmUps && Stopwatch.GetElapsedTime(started) < s_warm; i++)
            await RunSideAsync(side, results, WarmUpRound, failures);
    }

    private static async Task RunSideAsync(Side side, FigureResult[] results, int round, List<string> failures)
    {
        if (side.Run is not { } run)
            return;
        Collect();
        try
        {
            double[] values = await run().WaitAsync(s_limit);
            Console.Write(round == WarmUpRound ? "." : "+");
            for (int i = 0; i < values.Length && round != WarmUpRound; i++)
                side.Series(results[i]).Add(values[i]);
        }
        catch (Exception e) when (e is RunFailedException or TimeoutException or IOException)
        {
            Console.Write('!');
            failures.Add(FormattableString.Invariant($"{side.Name}, round {round}: {e.Message}"));
        }
    }

    private static void Collect()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
