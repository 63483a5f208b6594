using System.Management.Automation;
using System.Management.Automation.Runspaces;
using PwshHost.CommandLine;

namespace PwshHost.Hosting;

internal static class Start
{
    public const int BadCommandLineExitCode = 64;

    private const int Failed = 1;

    public static int Run(StartOptions options)
    {
        if (options.Mode == StartMode.Version)
        {
            Console.Out.WriteLine($"PowerShell {typeof(PSObject).Assembly.GetName().Version?.ToString(3)} (PwshHost)");
            return 0;
        }

        if (options.Mode == StartMode.Help)
        {
            Console.Out.WriteLine("PwshHost [-NoProfile] [-NonInteractive] [-WorkingDirectory <folder>]");
            Console.Out.WriteLine("         [[-File] <script.ps1> [arguments]] | [-Command <text> | -]");
            return 0;
        }

        if (options.WorkingDirectory is { } folder)
            Directory.SetCurrentDirectory(folder);

        var state = new HostState();
        using var session = new Session(state, interactive: !options.NonInteractive);
        var succeeded = options.Mode switch
        {
            StartMode.File => RunFile(session, options),
            StartMode.Command => RunText(session, options.Text),
            StartMode.StandardInput => RunText(session, Console.In.ReadToEnd()),
            _ => Prompt.Loop(session, state),
        };
        if (options.NoExit && state.ExitCode is null)
            succeeded = Prompt.Loop(session, state);
        return state.ExitCode ?? (succeeded ? 0 : Failed);
    }

    private static bool RunFile(Session session, StartOptions options)
    {
        var path = session.Paths.GetUnresolvedProviderPathFromPSPath(options.Text);
        if (!File.Exists(path))
            throw new CommandLineException($"The script '{options.Text}' does not exist.");
        var script = new Command(path, isScript: false, useLocalScope: false);
        ScriptArguments.AddTo(script, options.ScriptArguments);
        session.LetExitLeaveTheScript();
        return session.Run(script);
    }

    private static bool RunText(Session session, string text)
    {
        var script = new Command(SuccessMark.AppendTo(text), isScript: true, useLocalScope: false);
        return session.Run(script) && session.GetVariable(SuccessMark.Variable) is not false;
    }
}
