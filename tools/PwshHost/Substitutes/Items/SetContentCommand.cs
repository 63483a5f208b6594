using System.Management.Automation;
using System.Text;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsCommon.Set, "Content", DefaultParameterSetName = "Path")]
public sealed class SetContentCommand : WriteContentCommandBase
{
    private protected override void Write(string file, byte[]? bytes, string text, Encoding encoding)
    {
        if (bytes is null)
            File.WriteAllText(file, text, encoding);
        else
            File.WriteAllBytes(file, bytes);
    }
}
