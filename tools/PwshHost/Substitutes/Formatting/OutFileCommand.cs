using System.Management.Automation;
using System.Management.Automation.Host;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsData.Out, "File", SupportsShouldProcess = true, DefaultParameterSetName = "ByPath")]
public sealed class OutFileCommand : FrontEndCommandBase
{
    private StreamWriter? _file;

    private LineCallbackWriter? _writer;

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "ByPath")]
    [Alias("Path")]
    public string FilePath { get; set; } = "";

    [Parameter(Mandatory = true, ParameterSetName = "ByLiteralPath")]
    [Alias("PSPath", "LP")]
    public string LiteralPath { get; set; } = "";

    [Parameter(Position = 1)]
    public string? Encoding { get; set; }

    [Parameter]
    public SwitchParameter Append { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int Width { get; set; } = int.MaxValue - 1;

    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    protected override void BeginProcessing()
    {
        var path = GetUnresolvedProviderPathFromPSPath(ParameterSetName == "ByPath" ? FilePath : LiteralPath);
        if (!ShouldProcess(path))
        {
            _writer = new LineCallbackWriter(_ => { });
        }
        else
        {
            if (NoClobber && File.Exists(path))
                Refuse(path);
            _file = new StreamWriter(path, Append, ContentEncoding.Parse(Encoding));
            _writer = new LineCallbackWriter(Write);
        }

        FormatEngine.UseWriter(this, _writer, Width);
        base.BeginProcessing();
    }

    protected override void EndProcessing()
    {
        base.EndProcessing();
        _writer!.Finish();
    }

    protected override void InternalDispose()
    {
        base.InternalDispose();
        _writer?.Dispose();
        _file?.Dispose();
        _file = null;
    }

    private void Refuse(string path)
    {
        var problem = new IOException($"The file '{path}' already exists.");
        ThrowTerminatingError(new ErrorRecord(problem, "NoClobber", ErrorCategory.ResourceExists, path));
    }

    private void Write(string line)
    {
        var plain = PSHostUserInterface.GetOutputString(line, supportsVirtualTerminal: false);
        if (NoNewline)
            _file!.Write(plain);
        else
            _file!.WriteLine(plain);
    }
}
