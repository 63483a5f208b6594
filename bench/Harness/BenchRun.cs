using System.Management.Automation;
using Bench.Hosting;
using Bench.Reports;
using Bench.Rows;

namespace Bench.Harness;

/// <summary>From the options to the reports.</summary>
internal static class BenchRun
{
    public static async Task<int> RunAsync(BenchOptions options)
    {
        using var shell = new Shell();
        await shell.ImportAsync(options.Manifest);
        var setup = new BenchSetup(options, shell);
        var contest = new Contest(setup);
        var wanted = new WildcardPattern(options.Row, WildcardOptions.IgnoreCase);
        var results = new List<FigureResult>();
        foreach (var row in RowCatalog.Create().Where(r => wanted.IsMatch(r.Name)))
        {
            Console.Write($"{row.Name} ");
            var figures = await contest.RunAsync(row);
            Console.WriteLine();
            foreach (var figure in figures)
                Console.WriteLine($"    {FigureText.Summary(figure)}");
            results.AddRange(figures);
        }

        Console.WriteLine();
        Console.Write(ConsoleTable.Write(results));
        await PublishAsync(setup, results);
        return 0;
    }

    // What is partial is no result to be shown, and does not replace one.
    private static async Task PublishAsync(BenchSetup setup, List<FigureResult> results)
    {
        string root = setup.Options.Root;
        string folder = Path.Combine(root, setup.Options.IsPartial ? "artifacts/bench" : "bench");
        Directory.CreateDirectory(folder);
        string page = Path.Combine(folder, "RESULTS.md");
        await File.WriteAllTextAsync(page, MarkdownTable.Write(results, await Circumstances.DescribeAsync(setup)));
        RatioChart.Save(results, Path.Combine(folder, "results.svg"));
        Console.WriteLine($"Written: {page}");
    }
}
