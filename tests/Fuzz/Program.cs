namespace AliyunIotWs.Fuzz;

internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (FuzzOptions.Parse(arguments) is not { } options)
        {
            Console.Error.WriteLine("Usage: Fuzz [--cases N] [--seed S] [--case C]");
            return 2;
        }

        Console.WriteLine(options.OnlyCase is { } only
            ? $"Case {only} of seed {options.Seed}."
            : $"{options.Cases} cases of seed {options.Seed}.");
        var report = await FuzzRun.RunAsync(options, Console.Out);
        report.WriteTo(Console.Out);
        return report.Failures.Count == 0 ? 0 : 1;
    }
}
