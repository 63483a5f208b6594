using System.Text;

namespace Microsoft.PowerShell.Commands;

/// <summary>Hands on every finished line.</summary>
internal sealed class LineCallbackWriter(Action<string> line) : StringWriter
{
    public override void WriteLine(string? value)
    {
        Write(value);
        WriteLine();
    }

    public override void WriteLine()
    {
        var text = GetStringBuilder();
        line(text.ToString());
        text.Clear();
    }

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Text after which no line's end came.</summary>
    public void Finish()
    {
        if (GetStringBuilder().Length > 0)
            WriteLine();
    }
}
