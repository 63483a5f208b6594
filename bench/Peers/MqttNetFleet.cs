using System.Collections.Concurrent;

namespace Bench.Peers;

/// <summary>Many clients of MQTTnet.</summary>
public sealed class MqttNetFleet : IDisposable
{
    private const int ConnectsAtATime = 32;

    private readonly ConcurrentBag<MqttNetPeer> _clients = [];

    public Task ConnectAsync(Uri endpoint, int count) => Parallel.ForEachAsync(
        Enumerable.Range(0, count),
        new ParallelOptions { MaxDegreeOfParallelism = ConnectsAtATime },
        async (_, _) => _clients.Add(await MqttNetPeer.ConnectAsync(endpoint, fragments: true)));

    /// <summary>Each sends its share of a number of messages at QoS 1, one after the other.</summary>
    public Task SendAsync(byte[] payload, int count) => Task.WhenAll(_clients.Select(c => c.SendAsync(
        Enumerable.Repeat(payload, count / _clients.Count), 1)));

    public async Task CloseAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
        _clients.Clear();
    }

    // The end of the process ends them all.
    public void Dispose() => _clients.Clear();
}
