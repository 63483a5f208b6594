using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "Random", DefaultParameterSetName = "Number")]
public sealed class GetRandomCommand : PSCmdlet
{
    private readonly List<object> _choices = [];

    private Random _random = Random.Shared;

    [Parameter]
    public int? SetSeed { get; set; }

    [Parameter(Position = 0, ParameterSetName = "Number")]
    public long Maximum { get; set; } = int.MaxValue;

    [Parameter(ParameterSetName = "Number")]
    public long Minimum { get; set; }

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Choice")]
    [AllowNull]
    public object[] InputObject { get; set; } = [];

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = 1;

    protected override void BeginProcessing()
    {
        if (SetSeed is { } seed)
            _random = new Random(seed);
        if (ParameterSetName != "Number")
            return;
        for (var i = 0; i < Count; i++)
        {
            var number = _random.NextInt64(Minimum, Maximum);
            WriteObject(number is >= int.MinValue and <= int.MaxValue ? (int)number : number);
        }
    }

    protected override void ProcessRecord() => _choices.AddRange(InputObject);

    protected override void EndProcessing()
    {
        var mixed = _choices.ToArray();
        _random.Shuffle(mixed);
        WriteObject(mixed.Take(Count), enumerateCollection: true);
    }
}
