namespace AliyunIotWs.Fuzz.Bytes;

/// <summary>Damages bytes without knowing what they mean.</summary>
internal static class Mutator
{
    private const int LongestRepeat = 64 * 1024;

    private static readonly byte[] s_edges = [0x00, 0x01, 0x7E, 0x7F, 0x80, 0x81, 0xFE, 0xFF, 0x0A, 0x0D, 0x20, 0x2C];

    /// <summary>One to four damages in a row.</summary>
    public static byte[] Damage(FuzzCase fuzz, byte[] bytes, IReadOnlyList<byte[]> others)
    {
        for (int left = 1 + fuzz.Random.Next(4); left > 0; left--)
            bytes = DamageOnce(fuzz, bytes, others);
        return bytes;
    }

    public static byte[] Noise(FuzzCase fuzz, int longest)
    {
        byte[] noise = new byte[fuzz.Random.Next(longest + 1)];
        fuzz.Random.NextBytes(noise);
        return noise;
    }

    private static byte[] DamageOnce(FuzzCase fuzz, byte[] bytes, IReadOnlyList<byte[]> others)
    {
        var random = fuzz.Random;
        if (bytes.Length == 0)
            return Noise(fuzz, 8);
        int at = random.Next(bytes.Length);
        int length = random.Next(Math.Min(bytes.Length - at, 32) + 1);
        byte[] copy = [.. bytes];
        switch (random.Next(9))
        {
            case 0:
                copy[at] ^= (byte)(1 << random.Next(8));
                return copy;
            case 1:
                copy[at] = fuzz.Pick(s_edges);
                return copy;
            case 2:
                copy[at] = (byte)random.Next(256);
                return copy;
            case 3:
                return bytes[..at];
            case 4:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 5:
                return [.. bytes[..at], .. Noise(fuzz, 16), .. bytes[at..]];
            case 6:
                byte[] other = fuzz.Pick(others);
                return [.. bytes[..at], .. other[random.Next(other.Length + 1)..]];
            case 7:
                return [.. bytes[..at], .. Repeat(bytes.AsSpan(at, length), random.Next(1, 64)), .. bytes[at..]];
            default:
                // A length or an id of two bytes.
                copy[at] = fuzz.Pick(s_edges);
                copy[Math.Min(at + 1, copy.Length - 1)] = (byte)random.Next(256);
                return copy;
        }
    }

    private static byte[] Repeat(ReadOnlySpan<byte> bytes, int times)
    {
        // Now and then very long, as the limits are.
        if (times == 1 && bytes.Length > 0)
            times = LongestRepeat / bytes.Length;
        byte[] all = new byte[bytes.Length * times];
        for (int i = 0; i < times; i++)
            bytes.CopyTo(all.AsSpan(i * bytes.Length));
        return all;
    }
}
