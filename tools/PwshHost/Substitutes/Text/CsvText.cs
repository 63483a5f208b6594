using System.Management.Automation;
using System.Text;

namespace Microsoft.PowerShell.Commands;

/// <summary>Rows of separated values with quotes.</summary>
internal static class CsvText
{
    public static string Row(IEnumerable<string?> cells, char delimiter) =>
        string.Join(delimiter, cells.Select(cell => cell is null
            ? ""
            : '"' + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + '"'));

    public static IReadOnlyList<string> Columns(PSObject source) =>
        source.BaseObject is System.Collections.IDictionary table
            ? [.. table.Keys.Cast<object>().Select(key => key.ToString() ?? "")]
            : [.. source.Properties.Select(property => property.Name)];

    public static string? Cell(PSObject source, string column)
    {
        var value = source.BaseObject is System.Collections.IDictionary table
            ? table[column]
            : source.Properties[column]?.Value;
        return value is null ? null : LanguagePrimitives.ConvertTo<string>(value);
    }

    public static IEnumerable<List<string>> Parse(string text, char delimiter)
    {
        var row = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        var any = false;
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (quoted)
            {
                if (letter != '"')
                    cell.Append(letter);
                else if (i + 1 < text.Length && text[i + 1] == '"')
                    cell.Append(text[i++]);
                else
                    quoted = false;
            }
            else if (letter == '"' && cell.Length == 0)
            {
                quoted = any = true;
            }
            else if (letter == delimiter)
            {
                row.Add(Take(cell));
                any = true;
            }
            else if (letter is '\r' or '\n')
            {
                if (any || cell.Length > 0)
                    yield return Finish(ref row, cell);
                any = false;
            }
            else
            {
                cell.Append(letter);
            }
        }

        if (any || cell.Length > 0)
            yield return Finish(ref row, cell);
    }

    private static string Take(StringBuilder cell)
    {
        var text = cell.ToString();
        cell.Clear();
        return text;
    }

    private static List<string> Finish(ref List<string> row, StringBuilder cell)
    {
        row.Add(Take(cell));
        var finished = row;
        row = [];
        return finished;
    }
}
