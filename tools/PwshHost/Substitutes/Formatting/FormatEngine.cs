using Microsoft.PowerShell.Commands.Internal.Format;
using PwshHost.Hosting;

namespace Microsoft.PowerShell.Commands;

/// <summary>Gives the format commands the engine's own formatter, so that every view of a module counts.</summary>
internal static class FormatEngine
{
    private const string Namespace = "Microsoft.PowerShell.Commands.Internal.Format.";

    public static void UseShape(FrontEndCommandBase command, string shape)
    {
        var value = Enum.Parse(EngineInternals.FindType(Namespace + "FormatShape"), shape);
        var implementation = EngineInternals.Create(Namespace + "InnerFormatShapeCommand", value);
        EngineInternals.Set(command, "implementation", implementation);
    }

    public static void UseWriter(FrontEndCommandBase command, TextWriter writer, int columns)
    {
        var output = EngineInternals.Create(Namespace + "TextWriterLineOutput", writer, columns);
        var implementation = EngineInternals.Create(Namespace + "OutputManagerInner");
        EngineInternals.Set(implementation, "LineOutput", output);
        EngineInternals.Set(command, "implementation", implementation);
    }
}
