using System.Management.Automation;
using System.Text;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsCommon.Add, "Content", DefaultParameterSetName = "Path")]
public sealed class AddContentCommand : WriteContentCommandBase
{
    private protected override void Write(string file, byte[]? bytes, string text, Encoding encoding)
    {
        if (bytes is null)
            File.AppendAllText(file, text, encoding);
        else
            File.AppendAllBytes(file, bytes);
    }
}
