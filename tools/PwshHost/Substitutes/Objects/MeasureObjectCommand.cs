using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsDiagnostic.Measure, "Object", DefaultParameterSetName = "GenericMeasure")]
[OutputType(typeof(GenericMeasureInfo), typeof(TextMeasureInfo))]
public sealed class MeasureObjectCommand : PSCmdlet
{
    private static readonly char[] s_spaces = [' ', '\t', '\r', '\n'];

    private readonly List<object> _values = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public string? Property { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Sum { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Average { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Maximum { get; set; }

    [Parameter(ParameterSetName = "GenericMeasure")]
    public SwitchParameter Minimum { get; set; }

    [Parameter(ParameterSetName = "TextMeasure")]
    public SwitchParameter Line { get; set; }

    [Parameter(ParameterSetName = "TextMeasure")]
    public SwitchParameter Word { get; set; }

    [Parameter(ParameterSetName = "TextMeasure")]
    public SwitchParameter Character { get; set; }

    protected override void ProcessRecord()
    {
        var value = Property is null ? InputObject : InputObject?.Properties[Property]?.Value;
        value = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (value is not null)
            _values.Add(value);
    }

    protected override void EndProcessing() => WriteObject(ParameterSetName == "TextMeasure" ? Text() : Numbers());

    private TextMeasureInfo Text()
    {
        var texts = _values.ConvertAll(LanguagePrimitives.ConvertTo<string>);
        return new TextMeasureInfo
        {
            Lines = Line ? texts.Sum(LinesOf) : null,
            Words = Word ? texts.Sum(text => text.Split(s_spaces, StringSplitOptions.RemoveEmptyEntries).Length) : null,
            Characters = Character ? texts.Sum(text => text.Length) : null,
            Property = Property,
        };
    }

    private GenericMeasureInfo Numbers()
    {
        var numbers = Sum || Average ? _values.ConvertAll(LanguagePrimitives.ConvertTo<double>) : [];
        var ordered = Maximum || Minimum
            ? _values.Order(Comparer<object>.Create(Compare)).ToList()
            : [];
        return new GenericMeasureInfo
        {
            Count = _values.Count,
            Sum = Sum && _values.Count > 0 ? numbers.Sum() : null,
            Average = Average && _values.Count > 0 ? numbers.Average() : null,
            Maximum = Maximum && ordered.Count > 0 ? AsMeasure(ordered[^1]) : null,
            Minimum = Minimum && ordered.Count > 0 ? AsMeasure(ordered[0]) : null,
            Property = Property,
        };
    }

    private static int LinesOf(string text) =>
        text.Length == 0 ? 0 : text.TrimEnd('\n').Count(letter => letter == '\n') + 1;

    private static int Compare(object left, object right) => LanguagePrimitives.Compare(left, right, ignoreCase: true);

    // Numbers come back as double, everything else as it is.
    private static object AsMeasure(object value) => value.GetType().IsPrimitive && value is not (char or bool)
        ? LanguagePrimitives.ConvertTo<double>(value)
        : value;
}
