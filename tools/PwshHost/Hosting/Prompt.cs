using System.Management.Automation.Runspaces;

namespace PwshHost.Hosting;

/// <summary>A plain prompt: one line, one pipeline.</summary>
internal static class Prompt
{
    public static bool Loop(Session session, HostState state)
    {
        while (state.ExitCode is null)
        {
            Console.Out.Write($"PS {session.Paths.CurrentLocation}> ");
            var line = Console.In.ReadLine();
            if (line is null)
            {
                // Ctrl+C at an empty prompt ends the read, not the session.
                if (session.TakeInterrupt())
                    continue;
                Console.Out.WriteLine();
                break;
            }

            if (line.Trim().Length > 0)
                _ = session.Run(new Command(line, isScript: true, useLocalScope: false), atPrompt: true);
        }

        return true;
    }
}
