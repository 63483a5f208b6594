using System.Buffers.Binary;

namespace AliyunIotWs.Emulator.Listening;

/// <summary>The first message of a TLS client (RFC 5246, section 7.4.1.2).</summary>
internal static class ClientHello
{
    // Record header, handshake header, version and random.
    private const int BeforeSessionId = 5 + 4 + 2 + 32;

    /// <summary>
    /// True when none of the client's cipher suites goes with an elliptic curve. False for what is not whole.
    /// </summary>
    public static bool KnowsRsaOnly(ReadOnlySpan<byte> hello)
    {
        if (hello.Length <= BeforeSessionId)
            return false;
        int at = BeforeSessionId + 1 + hello[BeforeSessionId];
        if (hello.Length < at + 2)
            return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(hello[at..]);
        if (length == 0 || length % 2 != 0 || hello.Length < at + 2 + length)
            return false;
        var suites = hello.Slice(at + 2, length);
        for (int i = 0; i < suites.Length; i += 2)
        {
            if (IsForCurves(suites[i], suites[i + 1]))
                return false;
        }

        return true;
    }

    // TLS 1.3; ECDHE_ECDSA with AES in CBC, GCM and CCM, with ChaCha20 (RFC 8446, 5289, 7251, 7905).
    private static bool IsForCurves(byte first, byte second) => (first, second) switch
    {
        (0x13, _) => true,
        (0xC0, 0x09 or 0x0A or 0x23 or 0x24 or 0x2B or 0x2C or (>= 0xAC and <= 0xAF)) => true,
        (0xCC, 0xA9) => true,
        _ => false,
    };
}
