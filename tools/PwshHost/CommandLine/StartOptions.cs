namespace PwshHost.CommandLine;

internal sealed record StartOptions
{
    public StartMode Mode { get; init; } = StartMode.Prompt;

    /// <summary>The script's path, or the text of the command.</summary>
    public string Text { get; init; } = "";

    public IReadOnlyList<string> ScriptArguments { get; init; } = [];

    public string? WorkingDirectory { get; init; }

    public bool NonInteractive { get; init; }

    public bool NoExit { get; init; }
}
