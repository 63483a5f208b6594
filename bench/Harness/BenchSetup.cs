using Bench.Hosting;

namespace Bench.Harness;

/// <summary>What the rows are given.</summary>
internal sealed class BenchSetup(BenchOptions options, Shell shell)
{
    private const int QuickDivisor = 10;

    public BenchOptions Options { get; } = options;

    /// <summary>The PowerShell session with the module.</summary>
    public Shell Shell { get; } = shell;

    public string? Mosquitto { get; } = Programs.Find("mosquitto");

    public string? MosquittoPub { get; } = Programs.Find("mosquitto_pub");

    public string? Node { get; } = Programs.Find("node");

    /// <summary>The given count, or a small one for a quick look.</summary>
    public int Count(int full) => Options.Quick ? full / QuickDivisor : full;
}
