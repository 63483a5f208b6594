using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace PwshHost.Hosting;

internal sealed class TerminalHost(HostState state, TerminalUI ui) : PSHost
{
    public override string Name => "PwshHost";

    public override Version Version { get; } = typeof(PSObject).Assembly.GetName().Version ?? new Version(7, 6);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => ui;

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override void SetShouldExit(int exitCode) => state.SetShouldExit(exitCode);

    public override void EnterNestedPrompt() => throw new NotSupportedException("PwshHost has no nested prompt.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("PwshHost has no nested prompt.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
