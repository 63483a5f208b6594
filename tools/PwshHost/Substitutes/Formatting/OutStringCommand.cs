using System.Management.Automation;
using System.Management.Automation.Host;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsData.Out, "String", DefaultParameterSetName = "NoNewLineFormatting")]
[OutputType(typeof(string))]
public sealed class OutStringCommand : FrontEndCommandBase
{
    private readonly List<string> _lines = [];

    private LineCallbackWriter? _writer;

    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int Width { get; set; }

    [Parameter(ParameterSetName = "StreamFormatting")]
    public SwitchParameter Stream { get; set; }

    [Parameter(ParameterSetName = "NoNewLineFormatting")]
    public SwitchParameter NoNewline { get; set; }

    protected override void BeginProcessing()
    {
        _writer = new LineCallbackWriter(Take);
        FormatEngine.UseWriter(this, _writer, Width > 0 ? Width : Host.UI.RawUI.BufferSize.Width);
        base.BeginProcessing();
    }

    protected override void EndProcessing()
    {
        base.EndProcessing();
        _writer!.Finish();
        var end = NoNewline ? "" : Environment.NewLine;
        if (!Stream)
            WriteObject(string.Concat(_lines.Select(line => line + end)));
    }

    protected override void InternalDispose()
    {
        base.InternalDispose();
        _writer?.Dispose();
    }

    private void Take(string line)
    {
        var shown = PSStyle.Instance.OutputRendering == OutputRendering.Ansi
            ? line
            : PSHostUserInterface.GetOutputString(line, supportsVirtualTerminal: false);
        if (Stream)
            WriteObject(shown);
        else
            _lines.Add(shown);
    }
}
