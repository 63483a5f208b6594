namespace PwshHost.CommandLine;

/// <summary>Reads the command line as pwsh does: names may be shortened, the first bare word is a script.</summary>
internal static class StartOptionsParser
{
    private static readonly string[] s_ignoredSwitches = ["NoProfile", "NoLogo", "Login", "Mta", "Sta"];

    private static readonly string[] s_ignoredWithValue = ["ExecutionPolicy", "ep", "OutputFormat", "InputFormat"];

    public static StartOptions Parse(IReadOnlyList<string> args)
    {
        var options = new StartOptions();
        for (var i = 0; i < args.Count; i++)
        {
            var name = OptionName(args[i]);
            if (name is null)
                return options with { Mode = StartMode.File, Text = args[i], ScriptArguments = [.. args.Skip(i + 1)] };

            if (Is(name, "File", 1))
            {
                var path = Value(args, ref i, name);
                return options with { Mode = StartMode.File, Text = path, ScriptArguments = [.. args.Skip(i + 1)] };
            }

            if (Is(name, "Command", 1))
                return Command(options, [.. args.Skip(i + 1)]);

            if (Array.Exists(s_ignoredWithValue, known => Is(name, known, 2)))
                _ = Value(args, ref i, name);
            else if (Is(name, "WorkingDirectory", 1) || Is(name, "wd", 2))
                options = options with { WorkingDirectory = Value(args, ref i, name) };
            else if (Is(name, "NonInteractive", 4))
                options = options with { NonInteractive = true };
            else if (Is(name, "NoExit", 3))
                options = options with { NoExit = true };
            else if (Is(name, "Version", 1))
                return options with { Mode = StartMode.Version };
            else if (Is(name, "Help", 1) || name == "?")
                return options with { Mode = StartMode.Help };
            else if (!Array.Exists(s_ignoredSwitches, known => Is(name, known, 3)))
                throw new CommandLineException($"The option '{args[i]}' is not known.");
        }

        // pwsh reads commands from standard input when nobody can type them.
        return Console.IsInputRedirected ? options with { Mode = StartMode.StandardInput } : options;
    }

    private static StartOptions Command(StartOptions options, string[] words)
    {
        if (words.Length == 0)
            throw new CommandLineException("-Command needs the text of a command, or '-' for standard input.");
        return words is ["-"]
            ? options with { Mode = StartMode.StandardInput }
            : options with { Mode = StartMode.Command, Text = string.Join(' ', words) };
    }

    private static string? OptionName(string word) => word switch
    {
        "-" => null,
        _ when word.StartsWith("--", StringComparison.Ordinal) => word[2..],
        _ when word.StartsWith('-') => word[1..],
        "/?" => "?",
        _ => null,
    };

    private static bool Is(string given, string full, int shortest) =>
        given.Length >= shortest && full.StartsWith(given, StringComparison.OrdinalIgnoreCase);

    private static string Value(IReadOnlyList<string> args, ref int index, string name) => ++index < args.Count
        ? args[index]
        : throw new CommandLineException($"The option '-{name}' needs a value.");
}
