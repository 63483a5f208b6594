using System.Net.WebSockets;
using AliyunIotWs.Fuzz.Bytes;
using AliyunIotWs.Fuzz.Feeding;
using AliyunIotWs.Transport.Packets;
using AliyunIotWs.Units.Fuzzing;

namespace AliyunIotWs.Units.Wire;

[Collection(nameof(Alone))]
public sealed class AnnouncedLengthTests
{
    [Fact]
    public async Task A_packet_costs_memory_as_it_comes_and_not_as_it_is_announced()
    {
        byte[] begin = Frame.Of(0x82, [0x30, 0xF0, 0xFF, 0xFF, 0x07, 0, 1, (byte)'t'], masked: false);
        var readers = new List<(FedStream Stream, PacketReader Reader, Task Reading)>();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < 8; i++)
        {
            // Held one byte before the end, so that all of them are in the midst of their packet.
            var stream = new FedStream([.. begin, 0], int.MaxValue, held: begin.Length);
            var reader = new PacketReader(
                WebSocket.CreateFromStream(stream, new WebSocketCreationOptions()),
                TimeProvider.System);
            readers.Add((stream, reader, FillAsync(reader)));
        }

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 4 * 1024 * 1024);
        foreach ((var stream, var reader, var reading) in readers)
        {
            stream.Dispose();
            await reading.WaitAsync(Device.Limit);
            Assert.NotNull(reader.End?.Cause);
            reader.Dispose();
        }
    }

    private static async Task FillAsync(PacketReader reader)
    {
        while (!reader.TryRead(out _) && await reader.FillAsync(default))
        {
            // Until the packet is whole.
        }
    }
}
