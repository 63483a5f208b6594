namespace PwshHost.Hosting;

/// <summary>What the engine tells its host about the end of the process.</summary>
internal sealed class HostState
{
    public int? ExitCode { get; private set; }

    public void SetShouldExit(int code) => ExitCode = code;
}
