using System.Globalization;
using Bench.Crowds;
using Bench.Peers;
using Bench.Reports;
using Bench.Sinks;

// The parts that are processes of their own; the rows load this program as a library.
switch (args)
{
    case ["sink"]:
        SinkProgram.Run();
        break;
    case ["broker"]:
        await BareBroker.RunAsync();
        break;
    case ["crowd", string endpoint, string count]:
        using (var fleet = new MqttNetFleet())
        {
            await fleet.ConnectAsync(new Uri(endpoint), Crowd.WarmUp);
            await fleet.CloseAsync();
            Crowd.Hold(() => fleet.ConnectAsync(
                new Uri(endpoint), int.Parse(count, CultureInfo.InvariantCulture)).GetAwaiter().GetResult());
        }

        break;
    case ["ratios", string results, string picture]:
        RatioChart.Save(results, picture);
        break;
    case ["growth", string results, string picture]:
        GrowthChart.Save(results, picture);
        break;
    default:
        throw new ArgumentException("Bench sink | broker | crowd URI N | ratios JSON SVG | growth JSON SVG");
}
