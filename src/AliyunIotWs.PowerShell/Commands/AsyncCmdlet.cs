using System.Management.Automation;
using System.Threading.Channels;
using AliyunIotWs.Errors;
using AliyunIotWs.Session;

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

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stop = new();
    private DebugPackets? _packets;
    private bool? _mayAsk;

    /// <summary>Cancelled when the pipeline stops.</summary>
    internal CancellationToken StopToken => _stop.Token;

    /// <summary>
    /// ShouldProcess would say no, or ask. Where it would not, a stream of messages saves what it costs.
    /// </summary>
    internal bool MayAsk => _mayAsk ??= IsOn("WhatIf") || AsksToConfirm();

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
    protected virtual void Dispose(bool disposing) => _packets?.Dispose();

    /// <summary>With -Debug, the packets of a connection from here on are written to the debug stream.</summary>
    internal void FollowPackets(ConnectionSettings settings)
    {
        if (_packets is null && !IsOn("Debug"))
            return;
        _packets ??= new DebugPackets();
        _packets.Follow(settings.Name, settings.Tap, settings.Time);
    }

    /// <summary>Tells a stage: with -Verbose, and among the packets with -Debug.</summary>
    internal void Tell(string stage)
    {
        if (HasDebugAlone)
            WriteDebug(stage);
        else
            WriteVerbose(stage);
    }

    /// <summary>Whether the command is to be done: what ShouldProcess says.</summary>
    internal bool Allows(string target, string action) => (HasDebugAlone && !MayAsk) || ShouldProcess(target, action);

    /// <summary>Writes the packets that have come since the last time.</summary>
    internal void ShowPackets() => _packets?.Write(this);

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
            var progress = new LateProgress(MyInvocation.MyCommand.Name);
            string stage = "Waiting";
            while (HasNext(posts.Reader, () => progress.Show(this, () => stage), source.Token))
            {
                while (posts.Reader.TryRead(out string? next))
                    Tell(stage = next);
            }

            progress.Complete(this);
            ShowPackets();
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

    /// <summary>Whether there is something to read, which it waits for; now and then it lets the caller look.</summary>
    internal static bool HasNext<T>(ChannelReader<T> reader, Action look, CancellationToken cancellation)
    {
        var next = reader.WaitToReadAsync(cancellation).AsTask();
        while (Task.WaitAny([next], (int)s_look.TotalMilliseconds, cancellation) < 0)
            look();
        return next.GetAwaiter().GetResult();
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

    // The engine then asks at each line of the verbose stream whether to go on, also at that of ShouldProcess.
    private bool HasDebugAlone => MyInvocation.BoundParameters.ContainsKey("Debug")
        && !MyInvocation.BoundParameters.ContainsKey("Verbose");

    // A common parameter that is also a preference of the session.
    private bool IsOn(string name) => MyInvocation.BoundParameters.TryGetValue(name, out object? given)
        ? given is SwitchParameter { IsPresent: true }
        : name == "Debug"
            ? GetVariableValue("DebugPreference", ActionPreference.SilentlyContinue)
                is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore)
            : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference", false));

    private bool AsksToConfirm() => MyInvocation.BoundParameters.TryGetValue("Confirm", out object? given)
        ? given is SwitchParameter { IsPresent: true }
        : GetVariableValue("ConfirmPreference", ConfirmImpact.High) is ConfirmImpact.Low or ConfirmImpact.Medium;

    private sealed class VerboseStages(ChannelWriter<string> writer) : IProgress<string>
    {
        public void Report(string value) => writer.TryWrite(value);
    }
}
