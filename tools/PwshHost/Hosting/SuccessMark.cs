using System.Management.Automation.Language;

namespace PwshHost.Hosting;

/// <summary>
/// Keeps <c>$?</c> as it is after the last statement of -Command: at the end of a pipeline the engine sets it anew.
/// </summary>
internal static class SuccessMark
{
    public const string Variable = "__PwshHostSucceeded";

    public static string AppendTo(string text)
    {
        var script = Parser.ParseInput(text, out _, out var errors);
        return errors.Length == 0 && script.EndBlock is { Unnamed: true, Statements.Count: > 0 }
            ? $"{text}\n$global:{Variable} = $?"
            : text;
    }
}
