namespace Bench.Sinks;

/// <summary>Gathers the answers to one read, each in a WebSocket frame of its own, for one write.</summary>
internal sealed class Replies
{
    private const int MaximumFrame = 16;

    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, Length);

    public void Clear() => Length = 0;

    public void Acknowledge(ushort packetId) => Packet([0x40, 2, (byte)(packetId >> 8), (byte)packetId]);

    public void Packet(ReadOnlySpan<byte> packet) => Frame(0x82, packet);

    public void Frame(byte opcode, ReadOnlySpan<byte> payload)
    {
        if (_bytes.Length - Length < MaximumFrame)
            Array.Resize(ref _bytes, 2 * _bytes.Length);
        var frame = _bytes.AsSpan(Length);
        frame[0] = opcode;
        frame[1] = (byte)payload.Length;
        payload.CopyTo(frame[2..]);
        Length += 2 + payload.Length;
    }
}
