using Bench.Harness;
using Bench.Sinks;

return args switch
{
    ["sink"] => SinkProgram.Run(),
    ["run", .. string[] rest] => await BenchRun.RunAsync(BenchOptions.Parse(rest)),
    _ => throw new ArgumentException("Bench run [--root folder] [--rounds n] [--row wildcard] [--mqttjs folder] [--quick]"),
};
