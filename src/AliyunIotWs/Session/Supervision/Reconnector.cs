using AliyunIotWs.Errors;
using AliyunIotWs.Session.Links;

namespace AliyunIotWs.Session.Supervision;

/// <summary>
/// Opens links one at a time, from one endpoint to the next: waits as long as back-off and connect budget ask, then
/// tries once. On the platform's hosts the budget always counts; elsewhere only where a duel is suspected.
/// </summary>
internal sealed class Reconnector(ConnectionSettings settings, IMqttLinkFactory factory)
{
    private readonly BackoffPolicy _backoff = new(settings.Jitter);
    private readonly ConnectBudget _budget =
        new(settings.Time, settings.IsPlatform ? ConnectBudget.PlatformConnects : 1);

    private ConnectionSettings _way = settings;

    /// <summary>Where the last attempt went.</summary>
    public Uri Endpoint => _way.Endpoint;

    /// <summary>The last link held or carried messages: the next wait is a short one again.</summary>
    public void Reset() => _backoff.Reset();

    /// <summary>
    /// Opens a link to the first endpoint that answers. The time-out is that of the whole search: each endpoint has an
    /// equal share of what is left of it. A refused credential ends the search.
    /// </summary>
    /// <exception cref="IotException">The credential was refused, or no endpoint let the connection in.</exception>
    public async Task<IMqttLink> OpenFirstAsync(IProgress<string>? stages, CancellationToken cancellation)
    {
        var failures = new List<IotException>();
        long started = _way.Time.GetTimestamp();
        while (true)
        {
            _budget.Use();
            var left = _way.Timeout - _way.Time.GetElapsedTime(started);
            var share = left / (_way.Endpoints.Count - failures.Count);
            try
            {
                // The last one may find that its time is over.
                return await factory.OpenAsync(
                    _way.Within(share > TimeSpan.Zero ? share : TimeSpan.FromMilliseconds(1)), stages, cancellation)
                    .ConfigureAwait(false);
            }
            catch (IotException e) when (_way.Endpoints.Count > 1 && !ConnackRefusal.IsFinal(e.Id))
            {
                stages?.Report(e.Message);
                failures.Add(e);
                if (failures.Count == _way.Endpoints.Count)
                    throw SessionFailure.NoneAnswered(failures);
                _way = _way.Next();
            }
        }
    }

    public async Task<IMqttLink> OpenNextAsync(bool slowly, CancellationToken cancellation)
    {
        var wait = _backoff.Next();
        if ((slowly || _way.IsPlatform) && _budget.Wait() is var forced && forced > wait)
            wait = forced;
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, _way.Time, cancellation).ConfigureAwait(false);
        _budget.Use();
        _way = _way.Next();
        return await factory.OpenAsync(_way, null, cancellation).ConfigureAwait(false);
    }
}
