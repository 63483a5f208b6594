using AliyunIotWs.Session.Links;

namespace AliyunIotWs.Session.Supervision;

/// <summary>
/// Opens links one at a time: waits as long as back-off and connect budget ask, then tries once. On the platform's
/// hosts the budget always counts; elsewhere only where a duel is suspected.
/// </summary>
internal sealed class Reconnector(ConnectionSettings settings, IMqttLinkFactory factory)
{
    private readonly BackoffPolicy _backoff = new(settings.Jitter);
    private readonly ConnectBudget _budget =
        new(settings.Time, settings.IsPlatform ? ConnectBudget.PlatformConnects : 1);

    /// <summary>The last link held or carried messages: the next wait is a short one again.</summary>
    public void Reset() => _backoff.Reset();

    public Task<IMqttLink> OpenFirstAsync(IProgress<string>? stages, CancellationToken cancellation)
    {
        _budget.Use();
        return factory.OpenAsync(settings, stages, cancellation);
    }

    public async Task<IMqttLink> OpenNextAsync(bool slowly, CancellationToken cancellation)
    {
        var wait = _backoff.Next();
        if ((slowly || settings.IsPlatform) && _budget.Wait() is var forced && forced > wait)
            wait = forced;
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, settings.Time, cancellation).ConfigureAwait(false);
        _budget.Use();
        return await factory.OpenAsync(settings, null, cancellation).ConfigureAwait(false);
    }
}
