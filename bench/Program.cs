using System.Globalization;
using Bench.Crowds;
using Bench.Harness;
using Bench.Sinks;

return args switch
{
    ["run", .. string[] rest] => await BenchRun.RunAsync(BenchOptions.Parse(rest)),
    // The bench starts itself for the parts that have to be processes of their own.
    ["sink"] => SinkProgram.Run(),
    ["crowd", string side, string manifest, string endpoint, string count] => await CrowdProgram.RunAsync(
        side == "ours" ? new ModuleCrowd(manifest) : new MqttNetCrowd(),
        new Uri(endpoint),
        int.Parse(count, CultureInfo.InvariantCulture)),
    _ => throw new ArgumentException(
        "Bench run [--root folder] [--rounds n] [--row=wildcard] [--pwsh word]... [--mqttjs folder] [--quick]"),
};
