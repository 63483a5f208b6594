using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Text;

namespace Microsoft.PowerShell.Commands;

/// <summary>Gathers the values as lines, then writes each file once.</summary>
public abstract class WriteContentCommandBase : PathCommandBase
{
    private readonly StringBuilder _text = new();

    private readonly List<byte> _bytes = [];

    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Path", ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? Value { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    [Parameter]
    public string? Encoding { get; set; }

    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var value in Value ?? [])
        {
            if (AsByteStream)
            {
                _bytes.Add(LanguagePrimitives.ConvertTo<byte>(value));
                continue;
            }

            _text.Append(LanguagePrimitives.ConvertTo<string>(value));
            if (!NoNewline)
                _text.AppendLine();
        }

        if (PassThru)
            WriteObject(Value, enumerateCollection: true);
    }

    protected override void EndProcessing()
    {
        var literal = ParameterSetName == "LiteralPath";
        foreach (var path in literal ? LiteralPath : Path)
        {
            Try(() =>
            {
                foreach (var file in TargetFiles(path, literal))
                    Write(file, AsByteStream ? [.. _bytes] : null, _text.ToString(), ContentEncoding.Parse(Encoding));
            });
        }
    }

    private protected abstract void Write(string file, byte[]? bytes, string text, Encoding encoding);

    private Collection<string> TargetFiles(string path, bool literal)
    {
        if (literal || !WildcardPattern.ContainsWildcardCharacters(path))
            return [FullPath(path)];
        return GetResolvedProviderPathFromPSPath(path, out _);
    }
}
