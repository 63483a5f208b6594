using Bench.Harness;

namespace Bench.Sinks;

/// <summary>
/// Sends QoS 0 messages to a client, each in a frame as brokers do, and no more at a time than it has been granted: the
/// client's bounded buffer would drop what it is not given the time to read.
/// </summary>
internal sealed class Flood(SinkConnection client) : IDisposable
{
    private const int FramesPerWrite = 500;

    private readonly SemaphoreSlim _granted = new(0);
    private long _credit;

    public void Grant(int count)
    {
        Interlocked.Add(ref _credit, count);
        _granted.Release();
    }

    /// <param name="count">Messages.</param>
    /// <param name="topics">Below the topic of the load, one after the other; 0 for that topic itself.</param>
    public async Task RunAsync(int count, int topics)
    {
        byte[] block = [.. Enumerable.Range(0, FramesPerWrite).SelectMany(i => Frame(topics == 0 ? "" : $"/{i % topics:D3}"))];
        int size = block.Length / FramesPerWrite;
        for (int left = count; left > 0;)
        {
            int frames = (int)Math.Min(Math.Min(Interlocked.Read(ref _credit), left), FramesPerWrite);
            if (frames == 0)
            {
                await _granted.WaitAsync();
                continue;
            }

            Interlocked.Add(ref _credit, -frames);
            await client.WriteAsync(block.AsMemory(0, frames * size));
            left -= frames;
        }
    }

    private static byte[] Frame(string subtopic)
    {
        byte[] packet = MqttBytes.Publish(Load.Topic + subtopic, Load.Payload(Load.Size));
        return [0x82, (byte)packet.Length, .. packet];
    }

    public void Dispose() => _granted.Dispose();
}
