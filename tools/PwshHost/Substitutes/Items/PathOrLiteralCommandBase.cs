using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>-Path with wildcards, or -LiteralPath as it is written.</summary>
public abstract class PathOrLiteralCommandBase : PathCommandBase
{
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Path", ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    private protected bool IsLiteral => ParameterSetName == "LiteralPath";

    private protected string[] Paths => IsLiteral ? LiteralPath : Path;
}
