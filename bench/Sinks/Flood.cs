using System.Buffers.Binary;
using System.Text;
using Bench.Harness;

namespace Bench.Sinks;

/// <summary>
/// Sends QoS 0 messages to a client, no more at a time than it has been granted: the client's bounded buffer would
/// drop what it is not given the time to read.
/// </summary>
internal sealed class Flood(SinkConnection client, int perFrame) : IDisposable
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
        byte[] frame = Frame();
        byte[] block = [.. Enumerable.Repeat(frame, FramesPerWrite / perFrame).SelectMany(f => f)];
        int left = count / perFrame;
        while (left > 0)
        {
            long allowed = Interlocked.Read(ref _credit) / perFrame;
            if (allowed == 0)
            {
                await _granted.WaitAsync();
                continue;
            }

            int frames = (int)Math.Min(Math.Min(allowed, left), FramesPerWrite / perFrame);
            Interlocked.Add(ref _credit, -frames * perFrame);
            await client.WriteAsync(block.AsMemory(0, frames * frame.Length));
            left -= frames;
        }
    }

    public void Dispose() => _granted.Dispose();

    private byte[] Frame()
    {
        byte[] packet = MqttBytes.Publish(Load.Topic, Encoding.ASCII.GetBytes(Load.Text(0)));
        int length = packet.Length * perFrame;
        byte[] header = [0x82, (byte)length];
        if (length > 125)
        {
            header = [0x82, 126, 0, 0];
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)length);
        }

        return [.. header, .. Enumerable.Repeat(packet, perFrame).SelectMany(p => p)];
    }
}
