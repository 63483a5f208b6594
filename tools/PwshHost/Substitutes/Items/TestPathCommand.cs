using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsDiagnostic.Test, "Path", DefaultParameterSetName = "Path")]
[OutputType(typeof(bool))]
public sealed class TestPathCommand : PathCommandBase
{
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Path", ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string?[]? Path { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string?[]? LiteralPath { get; set; }

    [Parameter]
    [Alias("Type")]
    public TestPathType PathType { get; set; }

    [Parameter]
    public SwitchParameter IsValid { get; set; }

    protected override void ProcessRecord()
    {
        var literal = ParameterSetName == "LiteralPath";
        var paths = literal ? LiteralPath : Path;
        if (paths is null or [])
        {
            var problem = new ArgumentNullException(literal ? nameof(LiteralPath) : nameof(Path));
            WriteError(new ErrorRecord(problem, "NullPathNotPermitted", ErrorCategory.InvalidArgument, paths));
            return;
        }

        foreach (var path in paths)
            WriteObject(Answer(path, literal));
    }

    private bool Answer(string? path, bool literal)
    {
        if (string.IsNullOrWhiteSpace(path))
            return false;
        try
        {
            if (IsValid)
                return SessionState.Path.IsValid(path);
            return InvokeProvider.Item.Exists(path, force: false, literal) && PathType switch
            {
                TestPathType.Container => IsContainer(path, literal),
                TestPathType.Leaf => !IsContainer(path, literal),
                _ => true,
            };
        }
        catch (Exception problem) when (problem is ItemNotFoundException or ProviderNotFoundException
            or System.Management.Automation.DriveNotFoundException)
        {
            return false;
        }
    }

    private bool IsContainer(string path, bool literal) => literal
        ? InvokeProvider.Item.IsContainer(WildcardPattern.Escape(path))
        : InvokeProvider.Item.IsContainer(path);
}
