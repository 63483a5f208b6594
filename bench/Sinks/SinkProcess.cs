using System.Globalization;
using Bench.Harness;

namespace Bench.Sinks;

/// <summary>A sink in a process of its own, as the bench sees it.</summary>
internal sealed class SinkProcess : IFeeder, IDisposable
{
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(10);

    private readonly ChildProcess _child = ChildProcess.StartSelf("sink");

    public Uri Plain { get; private set; } = null!;

    public Uri Secure { get; private set; } = null!;

    public static async Task<SinkProcess> StartAsync()
    {
        var sink = new SinkProcess();
        string[] ready = await sink._child.ReadAsync("ready", s_answer);
        sink.Plain = new Uri($"ws://127.0.0.1:{ready[1]}/");
        sink.Secure = new Uri($"wss://127.0.0.1:{ready[2]}/");
        return sink;
    }

    /// <summary>Forgets what was counted; from now on so many are awaited.</summary>
    public async Task ExpectAsync(int count)
    {
        _child.Write($"expect {count}");
        await _child.ReadAsync("expecting", s_answer);
    }

    /// <summary>Waits for the last of them.</summary>
    /// <exception cref="RunFailedException">Some did not arrive.</exception>
    public async Task ArrivedAsync(int count)
    {
        try
        {
            await _child.ReadAsync("reached", s_answer);
        }
        catch (TimeoutException)
        {
            throw RunFailedException.Lost(count, (await CountAsync()).Received);
        }
    }

    /// <exception cref="RunFailedException">Not just as many arrived.</exception>
    public async Task VerifyAsync(int count)
    {
        long received = (await CountAsync()).Received;
        if (received != count)
            throw RunFailedException.Lost(count, received);
    }

    public async Task<(long Received, int Connects, int Open)> CountAsync()
    {
        _child.Write("count");
        string[] answer = await _child.ReadAsync("count", s_answer);
        long[] numbers = [.. answer[1..].Select(n => long.Parse(n, CultureInfo.InvariantCulture))];
        return (numbers[0], (int)numbers[1], (int)numbers[2]);
    }

    /// <summary>Lets the sink send to the client that has subscribed last, as far as it is granted.</summary>
    public void Flood(int count, int perFrame) => _child.Write($"flood {count} {perFrame}");

    public void Grant(int count) => _child.Write($"grant {count}");

    public void Dispose() => _child.Dispose();
}
