using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "Content", DefaultParameterSetName = "Path")]
public sealed class GetContentCommand : PathOrLiteralCommandBase
{
    [Parameter]
    public SwitchParameter Raw { get; set; }

    [Parameter]
    [Alias("First", "Head")]
    public long TotalCount { get; set; } = -1;

    [Parameter]
    [Alias("Last")]
    public int Tail { get; set; } = -1;

    [Parameter]
    public string? Encoding { get; set; }

    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var path in Paths)
            Try(() => Read(path));
    }

    private void Read(string path)
    {
        _ = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        if (provider.Name != FileSystem)
        {
            foreach (var reader in InvokeProvider.Content.GetReader([path], force: false, IsLiteral))
            {
                using (reader)
                    WriteObject(reader.Read(0), enumerateCollection: true);
            }

            return;
        }

        foreach (var file in ExistingFiles([path], IsLiteral))
            ReadFile(file);
    }

    private void ReadFile(string file)
    {
        var encoding = ContentEncoding.Parse(Encoding);
        if (AsByteStream)
        {
            WriteObject(File.ReadAllBytes(file), enumerateCollection: !Raw);
            return;
        }

        if (Raw)
        {
            var text = File.ReadAllText(file, encoding);
            if (text.Length > 0)
                WriteObject(text);
            return;
        }

        var lines = File.ReadLines(file, encoding);
        if (TotalCount >= 0)
            lines = lines.Take((int)TotalCount);
        if (Tail >= 0)
            lines = lines.TakeLast(Tail);
        foreach (var line in lines)
            WriteObject(line);
    }
}
