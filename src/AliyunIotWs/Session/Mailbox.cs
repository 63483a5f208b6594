namespace AliyunIotWs.Session;

/// <summary>
/// The events of one session, handled one after the other in the order in which they were posted. A task runs only
/// while there are some. The queue needs no bound of its own: a command posts two at most, and the link waits for each
/// of its answers.
/// </summary>
/// <param name="failed">Hears of an exception that a handler let through, in the place of that handler.</param>
internal sealed class Mailbox(Action<Exception> failed)
{
    private readonly object _gate = new();
    private readonly Queue<Action> _events = new();
    private bool _running;

    public void Post(Action handler)
    {
        lock (_gate)
        {
            _events.Enqueue(handler);
            if (_running)
                return;
            _running = true;
        }

        _ = Task.Run(HandleAll);
    }

    /// <summary>Complete when the event has been handled, also where its handler failed.</summary>
    public Task HandledAsync(Action handler)
    {
        var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                handler();
            }
            finally
            {
                handled.TrySetResult();
            }
        });
        return handled.Task;
    }

    private void HandleAll()
    {
        while (true)
        {
            Action? next;
            lock (_gate)
            {
                if (!_events.TryDequeue(out next))
                {
                    _running = false;
                    return;
                }
            }

            try
            {
                next();
            }
            catch (Exception e)
            {
                failed(e);
            }
        }
    }
}
