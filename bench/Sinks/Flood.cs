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

    public async Task RunAsync(int count)
    {
        byte[] packet = MqttBytes.Publish(Load.Topic, Load.Payload(Load.Size));
        byte[] frame = [0x82, (byte)packet.Length, .. packet];
        byte[] block = [.. Enumerable.Repeat(frame, FramesPerWrite).SelectMany(f => f)];
        for (int left = count; left > 0;)
        {
            int frames = (int)Math.Min(Math.Min(Interlocked.Read(ref _credit), left), FramesPerWrite);
            if (frames == 0)
            {
                await _granted.WaitAsync();
                continue;
            }

            Interlocked.Add(ref _credit, -frames);
            await client.WriteAsync(block.AsMemory(0, frames * frame.Length));
            left -= frames;
        }
    }

    public void Dispose() => _granted.Dispose();
}
