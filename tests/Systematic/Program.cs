using System.Globalization;
using AliyunIotWs.Systematic;
using Microsoft.Coyote;
using Microsoft.Coyote.SystematicTesting;

// Runs each scenario under so many schedules: Systematic [schedules] [seed] [scenario]
uint schedules = args.Length > 0 ? uint.Parse(args[0], CultureInfo.InvariantCulture) : 1000;
uint seed = args.Length > 1 ? uint.Parse(args[1], CultureInfo.InvariantCulture) : 1;
string? only = args.Length > 2 ? args[2] : null;
int found = 0;
foreach ((string name, var scenario) in Scenarios.All.Where(s => only is null || s.Name == only))
{
    var configuration = Configuration.Create()
        .WithTestingIterations(schedules)
        .WithRandomGeneratorSeed(seed)
        .WithMaxSchedulingSteps(5000)
        .WithTelemetryEnabled(false)
        .WithVerbosityEnabled(Microsoft.Coyote.Logging.VerbosityLevel.Error);
    using var engine = TestingEngine.Create(configuration, scenario);
    engine.Run();
    int bugs = engine.TestReport.NumOfFoundBugs;
    found += bugs;
    Console.WriteLine(
        $"{name}: {engine.TestReport.NumOfExploredFairPaths + engine.TestReport.NumOfExploredUnfairPaths} schedules, "
        + $"{bugs} failed");
    foreach (string report in engine.TestReport.BugReports)
        Console.WriteLine(report);
}

Console.WriteLine(FormattableString.Invariant($"{found} failed (seed {seed})"));
return found == 0 ? 0 : 1;
