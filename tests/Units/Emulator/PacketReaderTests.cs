using AliyunIotWs.Emulator.Connections;

namespace AliyunIotWs.Units.Emulator;

public sealed class PacketReaderTests
{
    [Fact]
    public async Task A_stream_of_packets_that_fill_no_buffer_to_the_byte_is_read_in_large_pieces_soon()
    {
        byte[] packet = [0x30, 0x83, 0x01, .. new byte[131]];
        int sent = 0;
        int largest = 0;
        var reader = new PacketReader((target, _) =>
        {
            for (int i = 0; i < target.Length; i++)
                target.Span[i] = packet[sent++ % packet.Length];
            largest = Math.Max(largest, target.Length);
            return ValueTask.FromResult(target.Length);
        });

        byte[] body = new byte[131];
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(((byte)0x30, 131), await reader.ReadHeaderAsync(CancellationToken.None));
            if (reader.TryTake(131, out var whole))
                whole.CopyTo(body);
            else
                Assert.True(await reader.CopyAsync(body, CancellationToken.None));
            Assert.All(body, one => Assert.Equal(0, one));
        }

        Assert.True(largest > 16 * 1024, $"the largest read was of {largest} bytes");
    }
}
