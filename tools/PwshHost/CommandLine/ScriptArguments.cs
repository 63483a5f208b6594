using System.Management.Automation.Runspaces;

namespace PwshHost.CommandLine;

/// <summary>Turns the words after a script's path into parameters; the engine binds them.</summary>
internal static class ScriptArguments
{
    public static void AddTo(Command command, IReadOnlyList<string> words)
    {
        string? pending = null;
        foreach (var word in words)
        {
            if (pending is not null)
            {
                command.Parameters.Add(new CommandParameter(pending, word));
                pending = null;
                continue;
            }

            if (word.Length < 2 || word[0] != '-')
            {
                command.Parameters.Add(new CommandParameter(null, word));
                continue;
            }

            var colon = word.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                command.Parameters.Add(new CommandParameter(word));
            else if (colon == word.Length - 1)
                pending = word[..colon];
            else
                command.Parameters.Add(new CommandParameter(word[..colon], BooleanOrText(word[(colon + 1)..])));
        }

        if (pending is not null)
            command.Parameters.Add(new CommandParameter(pending));
    }

    private static object BooleanOrText(string text) => text.ToUpperInvariant() switch
    {
        "$TRUE" or "TRUE" => true,
        "$FALSE" or "FALSE" => false,
        _ => text,
    };
}
