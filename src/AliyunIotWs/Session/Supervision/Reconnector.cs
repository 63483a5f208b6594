using AliyunIotWs.Errors;
using AliyunIotWs.Session.Links;

namespace AliyunIotWs.Session.Supervision;

/// <summary>
/// Opens the next link after a loss: waits, tries, and waits longer, until it succeeds or the broker gives an answer
/// that would be the same again.
/// </summary>
internal sealed class Reconnector(ConnectionSettings settings, IMqttLinkFactory factory)
{
    private readonly BackoffPolicy _backoff = new(settings.Jitter);
    private readonly ConnectBudget? _budget =
        settings.IsPlatform ? new ConnectBudget(settings.Time) : null;

    /// <summary>Tells of a connect that was made elsewhere and counts against the platform's limit.</summary>
    public void Opened() => _budget?.Use();

    /// <param name="wasGood">The lost link held or carried messages, so the first wait is a short one again.</param>
    /// <param name="failed">Hears of every attempt that failed.</param>
    /// <param name="closing">Cancelled when the connection is closed.</param>
    /// <returns>The next link; or the error that is final; or neither, when the connection is being closed.</returns>
    public async Task<(IMqttLink? Link, IotException? Final)> ReopenAsync(
        bool wasGood, Action<IotException> failed, CancellationToken closing)
    {
        if (wasGood)
            _backoff.Reset();
        try
        {
            while (true)
            {
                TimeSpan wait = _backoff.Next();
                if (_budget?.Wait() is { } forced && forced > wait)
                    wait = forced;
                await Task.Delay(wait, settings.Time, closing).ConfigureAwait(false);
                try
                {
                    _budget?.Use();
                    return (await factory.OpenAsync(settings, null, closing).ConfigureAwait(false), null);
                }
                catch (IotException e) when (ConnackRefusal.IsFinal(e.Id))
                {
                    return (null, e);
                }
                catch (IotException e)
                {
                    failed(e);
                }
            }
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            return (null, null);
        }
    }
}
