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
        var contest = new Contest(new BenchSetup(options, shell));
        var wanted = new WildcardPattern(options.Row, WildcardOptions.IgnoreCase);
        var results = new List<FigureResult>();
        foreach (Row row in RowCatalog.Create().Where(r => wanted.IsMatch(r.Name)))
        {
            Console.Write($"{row.Name} ");
            IReadOnlyList<FigureResult> figures = await contest.RunAsync(row);
            Console.WriteLine();
            foreach (FigureResult figure in figures)
                Console.WriteLine($"    {FigureText.Summary(figure)}");
            results.AddRange(figures);
        }

        Console.WriteLine();
        Console.Write(ConsoleTable.Write(results));
        return 0;
    }
}
