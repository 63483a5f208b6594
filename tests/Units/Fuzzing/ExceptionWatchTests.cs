using System.Runtime.CompilerServices;
using AliyunIotWs.Fuzz;

namespace AliyunIotWs.Units.Fuzzing;

[Collection(nameof(Alone))]
public sealed class ExceptionWatchTests
{
    [Fact]
    public void It_tells_what_failed_under_it_and_not_what_failed_before()
    {
        Fail("before");
        using var watch = new ExceptionWatch();
        Fail("under it");
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.True(watch.TryTake(out string? exception));
        Assert.Contains("under it", exception, StringComparison.Ordinal);
        Assert.False(watch.TryTake(out _));
    }

    // Not inlined, so that nothing holds the task when this has returned.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fail(string message) => _ = Task.FromException(new InvalidOperationException(message));
}
