using System.Diagnostics;
using System.Globalization;
using Bench.Harness;

namespace Bench.Hosting;

/// <summary>Takes what a feeder sends with <c>Receive-IotMessage</c>, as objects.</summary>
internal static class Receiver
{
    private const string Take = """
        for ($taken = 0; $taken -lt $count; $taken += $slice) {
            $null = Receive-IotMessage -Count $slice -TimeoutSeconds 20
            $feeder.Grant($slice)
        }
        """;

    public static Task SubscribeAsync(Shell shell) => shell.RunAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"$null = Register-IotSubscription {Load.Topic} -Qos 0 -BufferSize {Allowance.BufferSize}"));

    /// <summary>Returns messages per second.</summary>
    public static async Task<double> RunAsync(Shell shell, IFeeder feeder, int count, int perFrame)
    {
        (shell["count"], shell["slice"], shell["feeder"]) = (count, Allowance.Slice, feeder);
        feeder.Flood(count, perFrame);
        long started = Stopwatch.GetTimestamp();
        feeder.Grant(Allowance.Ahead);
        await shell.RunAsync(Take);
        double rate = count / Stopwatch.GetElapsedTime(started).TotalSeconds;
        var more =
            await shell.RunAsync("Receive-IotMessage -TimeoutSeconds 0.2");
        return more.Count == 0 ? rate : throw RunFailedException.Lost(count, count + more.Count);
    }
}
