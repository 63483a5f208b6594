using System.Globalization;

namespace AliyunIotWs.Emulator.Cloud.Rrpc;

/// <summary>Numbers of the cloud's messages, of the lengths that logs of devices show.</summary>
internal sealed class CallIds
{
    private long _message = Random.Shared.NextInt64(100_000_000, 900_000_000);
    private long _rrpc = Random.Shared.NextInt64(1_000_000_000_000_000_000, 2_000_000_000_000_000_000);

    /// <summary>Of an Alink message: 9 digits, of 8 to 10 seen.</summary>
    public string NextMessage() => Next(ref _message);

    /// <summary>Of an RRPC or a broadcast: 19 digits, of 18 and 19 seen.</summary>
    public string NextRrpc() => Next(ref _rrpc);

    private static string Next(ref long counter) =>
        Interlocked.Increment(ref counter).ToString(CultureInfo.InvariantCulture);
}
