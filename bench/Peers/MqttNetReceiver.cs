using System.Diagnostics;
using Bench.Harness;

namespace Bench.Peers;

/// <summary>MQTTnet's client with a handler that counts and does nothing else.</summary>
internal sealed class MqttNetReceiver(MqttNetPeer peer, IFeeder feeder)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private TaskCompletionSource _all = new();
    private int _left;

    public Task SubscribeAsync() => peer.SubscribeAsync(Load.Topic, Count);

    /// <summary>Returns messages per second.</summary>
    public async Task<double> RunAsync(int count, int perFrame)
    {
        (_left, _all) = (count, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        feeder.Flood(count, perFrame);
        long started = Stopwatch.GetTimestamp();
        feeder.Grant(Allowance.Ahead);
        try
        {
            await _all.Task.WaitAsync(s_limit);
        }
        catch (TimeoutException)
        {
            throw RunFailedException.Lost(count, count - _left);
        }

        double rate = count / Stopwatch.GetElapsedTime(started).TotalSeconds;
        await Task.Delay(200);
        return _left == 0 ? rate : throw RunFailedException.Lost(count, count - _left);
    }

    // The client calls one at a time.
    private void Count()
    {
        if (--_left % Allowance.Slice == 0)
            feeder.Grant(Allowance.Slice);
        if (_left == 0)
            _all.TrySetResult();
    }
}
