using System.Management.Automation;
using System.Threading.Channels;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// A cmdlet that can wait and be stopped. Asynchronous work runs on the thread pool and posts what it has to say to the
/// pipeline thread, the only one that may write. The work is cancelled by Ctrl+C, by any exception that leaves the
/// pipeline thread (a downstream command that ends early calls no StopProcessing), and by Dispose.
/// </summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    // Ctrl+C has a second in all; work that does not notice its token by then is left behind.
    private static readonly TimeSpan s_stopPatience = TimeSpan.FromMilliseconds(700);

    private readonly CancellationTokenSource _stop = new();

    /// <summary>Cancelled when the pipeline stops.</summary>
    internal CancellationToken StopToken => _stop.Token;

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the cmdlet holds, also after an early end of the pipeline.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Runs asynchronous work and waits for it on the pipeline thread, writing its stages as verbose output.</summary>
    internal T Await<T>(Func<IProgress<string>, CancellationToken, Task<T>> work)
    {
        var posts = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
        // A source of its own: a failure here ends this work, and not what the cmdlet does with the next record.
        using var source = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        var task = Task.Run(() => work(new VerboseStages(posts.Writer), source.Token), CancellationToken.None);
        _ = task.ContinueWith(
            (_, writer) => ((ChannelWriter<string>)writer!).TryComplete(),
            posts.Writer,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        try
        {
            while (posts.Reader.WaitToReadAsync(source.Token).AsTask().GetAwaiter().GetResult())
            {
                while (posts.Reader.TryRead(out string? stage))
                    WriteVerbose(stage);
            }

            return task.GetAwaiter().GetResult();
        }
        catch
        {
            source.Cancel();
            Task.WaitAny([task], s_stopPatience);
            _ = DiscardAsync(task);
            throw;
        }
    }

    /// <summary>Runs a block whose failures end the command: a failure of ours as an error record, a stop silently.</summary>
    internal void Terminating(object? target, Action block)
    {
        try
        {
            block();
        }
        catch (IotException e)
        {
            ThrowTerminatingError(Errors.Record(e, target));
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>
    /// Closes what comes out of abandoned work, a connection for instance; its failure was told already or is moot.
    /// </summary>
    internal static async Task DiscardAsync<T>(Task<T> task)
    {
        await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (task.IsCompletedSuccessfully && task.Result is IAsyncDisposable late)
            await late.DisposeAsync().ConfigureAwait(false);
    }

    private sealed class VerboseStages(ChannelWriter<string> writer) : IProgress<string>
    {
        public void Report(string value) => writer.TryWrite(value);
    }
}
