using System.Collections.Concurrent;

namespace AliyunIotWs.Fuzz;

/// <summary>Collects the exceptions that reach nobody.</summary>
internal sealed class ExceptionWatch : IDisposable
{
    private readonly ConcurrentQueue<string> _seen = new();

    public ExceptionWatch()
    {
        // What ran in this process before is not this run's.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException += OnUnobserved;
    }

    public bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? exception) =>
        _seen.TryDequeue(out exception);

    public void Dispose() => TaskScheduler.UnobservedTaskException -= OnUnobserved;

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs args)
    {
        _seen.Enqueue(args.Exception.ToString());
        args.SetObserved();
    }
}
