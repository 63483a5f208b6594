namespace AliyunIotWs.Fuzz.Bytes;

/// <summary>WebSocket frames (RFC 6455, section 5.2).</summary>
internal static class Frame
{
    public const byte Continuation = 0x0;
    public const byte Binary = 0x2;

    // The length is the part of a frame that a reader has to trust.
    private static readonly ulong[] s_lies =
        [0, 1, 125, 126, 127, 65_535, 65_536, int.MaxValue, 1UL << 32, long.MaxValue, 1UL << 63, ulong.MaxValue];

    /// <param name="opcode">With FIN where the message ends here.</param>
    /// <param name="payload">As it is: the mask, where there is one, is zero.</param>
    /// <param name="masked">As a client has to.</param>
    public static byte[] Of(int opcode, ReadOnlySpan<byte> payload, bool masked) =>
        Of(opcode, payload, masked, (ulong)payload.Length, shortest: true);

    /// <summary>Cuts a stream into frames, well-formed, with whatever may stand between them.</summary>
    public static byte[] Cut(FuzzCase fuzz, byte[] stream, bool masked)
    {
        var frames = new List<byte>();
        bool open = false;
        int at = 0;
        do
        {
            int length = fuzz.OneIn(2) ? stream.Length - at : fuzz.Random.Next(stream.Length - at + 1);
            bool fin = at + length == stream.Length || fuzz.OneIn(2);
            int opcode = open ? Continuation : Binary;
            frames.AddRange(Of(opcode | (fin ? 0x80 : 0), stream.AsSpan(at, length), masked));
            open = !fin;
            at += length;
            if (fuzz.OneIn(6))
                frames.AddRange(Of(fuzz.OneIn(2) ? 0x89 : 0x8A, Mutator.Noise(fuzz, 125), masked));
        }
        while (at < stream.Length);
        return [.. frames];
    }

    /// <summary>A frame that breaks a rule more often than not.</summary>
    public static byte[] Odd(FuzzCase fuzz, bool masked)
    {
        byte[] payload = fuzz.Random.Next(4) switch
        {
            0 => [],
            1 => [0x03],
            2 => [0x03, 0xE8, .. Mutator.Noise(fuzz, 130)],
            _ => Mutator.Noise(fuzz, 200),
        };
        bool wrongMask = fuzz.OneIn(8);
        ulong length = fuzz.OneIn(2) ? (ulong)payload.Length : fuzz.Pick(s_lies);
        return Of(fuzz.Random.Next(256), payload, masked ^ wrongMask, length, shortest: fuzz.OneIn(2));
    }

    private static byte[] Of(int opcode, ReadOnlySpan<byte> payload, bool masked, ulong length, bool shortest)
    {
        var frame = new List<byte>(payload.Length + 14) { (byte)opcode };
        byte mask = (byte)(masked ? 0x80 : 0);
        int bytes = length < 126 && shortest ? 0 : length <= ushort.MaxValue && shortest ? 2 : 8;
        frame.Add((byte)(mask | (bytes == 0 ? (byte)length : bytes == 2 ? 126 : 127)));
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
            frame.Add((byte)(length >> shift));
        if (masked)
            frame.AddRange([0, 0, 0, 0]);
        frame.AddRange(payload);
        return [.. frame];
    }
}
