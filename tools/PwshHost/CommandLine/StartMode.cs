namespace PwshHost.CommandLine;

internal enum StartMode
{
    Prompt,
    File,
    Command,
    StandardInput,
    Version,
    Help,
}
