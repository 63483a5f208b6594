namespace AliyunIotWs.Fuzz.Bytes;

/// <summary>Frames around MQTT bytes that are themselves damaged, or stand among odd ones.</summary>
internal static class FrameStream
{
    public static byte[] Damaged(FuzzCase fuzz, byte[] stream, bool masked)
    {
        byte[] frames = Frame.Cut(fuzz, stream, masked);
        var others = new List<byte[]> { frames, Frame.Odd(fuzz, masked), Frame.Of(0x88, [0x03, 0xE8], masked) };
        return fuzz.Random.Next(6) switch
        {
            0 => frames,
            1 => [.. frames, .. Frame.Odd(fuzz, masked), .. Frame.Cut(fuzz, stream, masked)],
            2 => [.. Frame.Odd(fuzz, masked), .. frames],
            3 => [.. frames, .. Mutator.Noise(fuzz, 300)],
            _ => Mutator.Damage(fuzz, frames, others),
        };
    }
}
