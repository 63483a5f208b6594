using System.Collections.Concurrent;
using Bench.Peers;

namespace Bench.Crowds;

internal sealed class MqttNetCrowd : ICrowd
{
    private const int AtATime = 32;

    private readonly ConcurrentBag<MqttNetPeer> _clients = [];

    public async Task WarmUpAsync(Uri endpoint)
    {
        await ConnectAsync(endpoint, CrowdProgram.WarmUp);
        foreach (var client in _clients)
            await client.DisposeAsync();
        _clients.Clear();
    }

    public Task ConnectAsync(Uri endpoint, int count) => Parallel.ForEachAsync(
        Enumerable.Range(0, count),
        new ParallelOptions { MaxDegreeOfParallelism = AtATime },
        async (_, _) => _clients.Add(await MqttNetPeer.ConnectAsync(endpoint, fragments: true)));

    // The end of the process ends them all.
    public void Dispose() => _clients.Clear();
}
