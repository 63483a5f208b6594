using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace PwshHost.Hosting;

internal sealed class TerminalUI(bool interactive) : PSHostUserInterface
{
    private readonly bool _colours = !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private readonly bool _errorColours = !Console.IsErrorRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private readonly Lock _gate = new();

    public override PSHostRawUserInterface RawUI { get; } = new TerminalRawUI();

    public override bool SupportsVirtualTerminal => _colours;

    public override void Write(string value)
    {
        lock (_gate)
            Console.Out.Write(Shown(value));
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        lock (_gate)
        {
            if (!_colours)
            {
                Console.Out.Write(Shown(value));
                return;
            }

            Console.ForegroundColor = foregroundColor;
            if (backgroundColor != RawUI.BackgroundColor)
                Console.BackgroundColor = backgroundColor;
            Console.Out.Write(Shown(value));
            Console.ResetColor();
        }
    }

    // Without this override the base writes the text and the line's end apart, which lets threads mix lines.
    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        lock (_gate)
        {
            Write(foregroundColor, backgroundColor, value);
            Console.Out.WriteLine();
        }
    }

    public override void WriteLine(string value)
    {
        lock (_gate)
            Console.Out.WriteLine(Shown(value));
    }

    public override void WriteErrorLine(string value)
    {
        // The views of errors end with an empty line that pwsh does not show.
        if (string.IsNullOrEmpty(value))
            return;
        lock (_gate)
            Console.Error.WriteLine(GetOutputString(value, _errorColours));
    }

    public override void WriteWarningLine(string message) =>
        WriteLine(ConsoleColor.Yellow, RawUI.BackgroundColor, "WARNING: " + message);

    public override void WriteVerboseLine(string message) =>
        WriteLine(ConsoleColor.Yellow, RawUI.BackgroundColor, "VERBOSE: " + message);

    public override void WriteDebugLine(string message) =>
        WriteLine(ConsoleColor.Yellow, RawUI.BackgroundColor, "DEBUG: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        // Progress is not drawn: it would need a picture of the screen that this host does not keep.
    }

    public override string ReadLine() => interactive
        ? Console.In.ReadLine() ?? ""
        : throw new PSInvalidOperationException(
            "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.");

    public override SecureString ReadLineAsSecureString()
    {
        var secret = new SecureString();
        foreach (var letter in ReadLine())
            secret.AppendChar(letter);
        return secret;
    }

    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions) =>
        new TerminalQuestions(this).Ask(caption, message, descriptions);

    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        new TerminalQuestions(this).Choose(caption, message, choices, defaultChoice);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName) =>
        throw new PSNotSupportedException("PwshHost does not ask for credentials.");

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        PromptForCredential(caption, message, userName, targetName);

    private string Shown(string value) => GetOutputString(value, _colours);
}
