namespace AliyunIotWs.Fuzz.Feeding;

/// <summary>Feeds a client session from memory.</summary>
internal static class ClientFeed
{
    private static readonly Uri s_nowhere = new("ws://memory/");
    private static readonly int[] s_chunks = [1, 3, 64, 4096, int.MaxValue];

    /// <param name="fuzz">The case.</param>
    /// <param name="opening">What answers the CONNECT.</param>
    /// <param name="rest">What comes afterwards.</param>
    /// <param name="early">Does not wait until the session is open, which it may never be.</param>
    public static async Task<Outcome> RunAsync(FuzzCase fuzz, byte[] opening, byte[] rest, bool early)
    {
        fuzz.Input = [.. opening, .. rest];
        // A long input byte by byte takes its time without finding more.
        int chunk = fuzz.Input.Length > 4096 ? int.MaxValue : fuzz.Pick(s_chunks);
        using var stream = new FedStream(fuzz.Input, chunk, early ? int.MaxValue : opening.Length)
        {
            WritesFail = fuzz.OneIn(30),
        };
        return await ClientProbe.RunAsync(
            ClientProbe.Settings(s_nowhere, TimeSpan.FromSeconds(3)), new FedLinkFactory(stream), stream.Release);
    }
}
