using System.Globalization;

namespace Bench.Sinks;

/// <summary>The sink as a process: commands come in on standard input, answers go out on standard output.</summary>
internal static class SinkProgram
{
    public static void Run()
    {
        var state = new SinkState(() => Say("reached"));
        using var server = new SinkServer(state);
        server.Start();
        Say($"ready ws://127.0.0.1:{server.PlainPort}/ wss://127.0.0.1:{server.SecurePort}/");
        Flood? flood = null;
        // The end of the input is the end of the bench, however it came about.
        while (Console.In.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            switch (words[0])
            {
                case "expect":
                    state.Expect(Number(words[1]));
                    Say("expecting");
                    break;
                case "count":
                    Say($"count {state.Received} {state.Open}");
                    break;
                case "flood":
                    flood?.Dispose();
                    flood = new Flood(state.Subscriber!);
                    _ = flood.RunAsync(Number(words[1]), words.Length > 2 ? Number(words[2]) : 0);
                    break;
                case "grant":
                    flood!.Grant(Number(words[1]));
                    break;
            }
        }

        flood?.Dispose();
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static void Say(string line)
    {
        lock (Console.Out)
            Console.Out.WriteLine(line);
    }
}
