namespace AliyunIotWs.Transport.Links;

/// <summary>
/// Where a write fails, the peer has most often said why before it went, and that is still to be read. This gives the
/// reader the time for it.
/// </summary>
internal static class LastWord
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>Waits until the reader has come to its end, and not for long.</summary>
    public static Task AwaitAsync(Task readerEnded, TimeProvider time) =>
        Task.WhenAny(readerEnded, Task.Delay(s_patience, time));
}
