using System.Management.Automation;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsData.ConvertFrom, "Json")]
public sealed class ConvertFromJsonCommand : PSCmdlet
{
    private readonly List<string> _input = [];

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string InputObject { get; set; } = "";

    [Parameter]
    public SwitchParameter AsHashtable { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Depth { get; set; } = 1024;

    [Parameter]
    public SwitchParameter NoEnumerate { get; set; }

    protected override void ProcessRecord() => _input.Add(InputObject);

    protected override void EndProcessing()
    {
        if (_input.Count == 0)
            return;

        // Lines of one document and a stream of whole documents look the same until the first line is read.
        if (_input.Count > 1 && IsWhole(_input[0]))
        {
            foreach (var document in _input.Where(text => !string.IsNullOrWhiteSpace(text)))
                Emit(document);
            return;
        }

        Emit(string.Join(Environment.NewLine, _input));
    }

    private static bool IsWhole(string text)
    {
        try
        {
            _ = JToken.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void Emit(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return;
        try
        {
            using var reader = new JsonTextReader(new StringReader(text)) { MaxDepth = Depth };
            var token = JToken.ReadFrom(reader);
            while (reader.Read())
            {
                if (reader.TokenType != JsonToken.Comment)
                    throw new JsonReaderException("Additional text found in JSON string after parsing content.");
            }

            WriteObject(new JsonValueReader(AsHashtable).Read(token), enumerateCollection: !NoEnumerate);
        }
        catch (JsonException problem)
        {
            var message = new StringBuilder("Conversion from JSON failed with error: ").Append(problem.Message);
            ThrowTerminatingError(new ErrorRecord(
                new ArgumentException(message.ToString(), problem), "System.ArgumentException",
                ErrorCategory.NotSpecified, null));
        }
        catch (InvalidOperationException problem)
        {
            ThrowTerminatingError(new ErrorRecord(
                problem, "System.InvalidOperationException", ErrorCategory.NotSpecified, null));
        }
    }
}
