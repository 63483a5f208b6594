using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsDiagnostic.Resolve, "Path", DefaultParameterSetName = "Path")]
[OutputType(typeof(PathInfo), typeof(string))]
public sealed class ResolvePathCommand : PathOrLiteralCommandBase
{
    [Parameter]
    public SwitchParameter Relative { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var path in Paths)
        {
            Try(() =>
            {
                var pattern = IsLiteral ? WildcardPattern.Escape(path) : path;
                foreach (var found in SessionState.Path.GetResolvedPSPathFromPSPath(pattern))
                    WriteObject(Relative ? RelativeTo(found) : found);
            });
        }
    }

    private string RelativeTo(PathInfo found)
    {
        var here = SessionState.Path.CurrentLocation.Path;
        var relative = SessionState.Path.NormalizeRelativePath(found.Path, here);
        return relative.StartsWith('.') ? relative : SessionState.Path.Combine(".", relative);
    }
}
