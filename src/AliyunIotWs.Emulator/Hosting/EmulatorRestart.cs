using AliyunIotWs.Emulator.Listening;

namespace AliyunIotWs.Emulator.Hosting;

/// <summary>Takes the emulator's door away for a while: one restart at a time, and none after the end.</summary>
// A semaphore whose wait handle is never asked for and a source without a timer hold nothing to give back.
#pragma warning disable CA1001
internal sealed class EmulatorRestart(
    WebSocketServerAdapter adapter, Func<Task> forgetSessions, Action<Exception?> report, TimeProvider time)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _over = new();
    private volatile bool _down;

    /// <summary>True from the begin of a restart until the ports are open again.</summary>
    public bool IsDown => _down;

    /// <summary>See <see cref="EmulatorServer.RestartAsync"/>.</summary>
    public async Task<Task> RunAsync(TimeSpan downFor, bool keepSessions, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_over.IsCancellationRequested)
                throw new InvalidOperationException("The emulator has stopped.");
            _down = true;
            await adapter.CloseAsync().ConfigureAwait(false);
            if (!keepSessions)
                await forgetSessions().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (_down)
                report(exception);
            _down = false;
            _turn.Release();
            throw;
        }

        return ComeBackAsync(downFor, cancellationToken);
    }

    /// <summary>The emulator stops, so nothing comes back.</summary>
    public void Abandon() => _over.Cancel();

    private async Task ComeBackAsync(TimeSpan downFor, CancellationToken cancellationToken)
    {
        try
        {
            using var early = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _over.Token);
            await Task.Delay(downFor, time, early.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await adapter.ReopenAsync(_over.Token).ConfigureAwait(false);
            report(null);
        }
        catch (IOException exception)
        {
            report(exception);
            throw;
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested)
        {
            // Stopped meanwhile, which is another way to end.
        }
        finally
        {
            _down = false;
            _turn.Release();
        }

        cancellationToken.ThrowIfCancellationRequested();
    }
}
