using System.Text;

namespace Microsoft.PowerShell.Commands;

internal static class ContentEncoding
{
    public static Encoding Parse(string? name) => name?.ToUpperInvariant() switch
    {
        null or "UTF8" or "UTF8NOBOM" or "DEFAULT" => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        "UTF8BOM" => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        "ASCII" => Encoding.ASCII,
        "UNICODE" => Encoding.Unicode,
        "BIGENDIANUNICODE" => Encoding.BigEndianUnicode,
        "UTF32" => Encoding.UTF32,
        "LATIN1" => Encoding.Latin1,
        _ => Encoding.GetEncoding(name),
    };
}
