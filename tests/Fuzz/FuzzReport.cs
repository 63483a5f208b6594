using System.Globalization;

namespace AliyunIotWs.Fuzz;

/// <summary>What a run has come to.</summary>
internal sealed class FuzzReport(int seed, IReadOnlyList<TargetTally> tallies)
{
    private const int BytesShown = 4096;
    private const double MiB = 1024 * 1024;

    public List<FuzzFailure> Failures { get; } = [];

    public MemoryWatch Memory { get; } = new();

    public TimeSpan Elapsed { get; set; }

    public void WriteTo(TextWriter writer)
    {
        writer.WriteLine($"{"target",-34}{"cases",9}{"accepted",10}{"refused",9}{"ended",9}{"mean",10}{"slowest",10}");
        foreach (var tally in tallies)
        {
            double mean = tally.Total.TotalMilliseconds / Math.Max(tally.Cases, 1);
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{tally.Name,-34}{tally.Cases,9}{tally[Outcome.Accepted],10}{tally[Outcome.Refused],9}"
                + $"{tally[Outcome.Ended],9}{mean,7:0.00} ms{tally.Slowest.TotalMilliseconds,7:0} ms"));
        }

        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{tallies.Sum(t => t.Cases)} cases in {Elapsed.TotalSeconds:0} s. Working set: {Memory.SetAtStart / MiB:0}"
            + $" MiB at the start, {Memory.PeakSet / MiB:0} MiB at its peak. Heap: {Memory.HeapAtStart / MiB:0.0} MiB"
            + $" at the start, {Memory.HeapAtEnd / MiB:0.0} MiB at the end. Most that one case allocated:"
            + $" {Memory.LargestCase / MiB:0.0} MiB."));
        foreach (var failure in Failures)
            Write(writer, failure);
        writer.WriteLine($"{Failures.Count} broken invariants.");
    }

    private void Write(TextWriter writer, FuzzFailure failure)
    {
        writer.WriteLine();
        writer.WriteLine($"BROKEN: {failure.Target}: {failure.What}");
        if (failure.Case is { } number)
            writer.WriteLine($"Repeat: ./build.ps1 -Task Fuzz -Seed {seed} -Case {number}");
        byte[] shown = failure.Input.Length > BytesShown ? failure.Input[..BytesShown] : failure.Input;
        string rest = shown.Length < failure.Input.Length ? $" and {failure.Input.Length - shown.Length} more" : "";
        writer.WriteLine($"Bytes:  {Convert.ToHexString(shown)}{rest}");
    }
}
