namespace AliyunIotWs.Fuzz.Bytes;

/// <summary>Some packets of a corpus in a row, most of them damaged.</summary>
internal static class PacketStream
{
    private const int Most = 8;

    /// <param name="fuzz">The case.</param>
    /// <param name="corpus">What to choose from.</param>
    /// <param name="large">What to choose from now and then only, since it costs most of the time.</param>
    public static byte[] Of(FuzzCase fuzz, IReadOnlyList<byte[]> corpus, IReadOnlyList<byte[]> large)
    {
        var stream = new List<byte>();
        for (int left = fuzz.Random.Next(Most + 1); left > 0; left--)
            stream.AddRange(One(fuzz, fuzz.OneIn(100) ? large : corpus));
        return [.. stream];
    }

    public static byte[] One(FuzzCase fuzz, IReadOnlyList<byte[]> corpus)
    {
        byte[] packet = fuzz.Pick(corpus);
        return fuzz.Random.Next(8) switch
        {
            0 or 1 or 2 => packet,
            3 => Packet.WithLie(fuzz, packet),
            4 => Mutator.Noise(fuzz, 64),
            _ => Mutator.Damage(fuzz, packet, corpus),
        };
    }
}
