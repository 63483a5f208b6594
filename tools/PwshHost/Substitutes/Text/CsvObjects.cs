using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

internal static class CsvObjects
{
    public static IEnumerable<PSObject> Read(string text, char delimiter, string[]? header)
    {
        var columns = header;
        foreach (var row in CsvText.Parse(text, delimiter))
        {
            if (columns is null && row[0].StartsWith('#'))
                continue;
            if (columns is null)
            {
                columns = [.. row];
                continue;
            }

            var result = new PSObject();
            for (var i = 0; i < columns.Length; i++)
                result.Properties.Add(new PSNoteProperty(columns[i], i < row.Count ? row[i] : null));
            yield return result;
        }
    }
}
