using System.Globalization;

namespace Bench.Harness;

/// <summary>The command line of <c>Bench run</c>.</summary>
internal sealed record BenchOptions
{
    /// <summary>The folder of the module's manifest.</summary>
    public required string Root { get; init; }

    public int Rounds { get; init; } = 5;

    /// <summary>A wildcard over the names of the rows.</summary>
    public string Row { get; init; } = "*";

    public bool Quick { get; init; }

    /// <summary>The folder that MQTT.js was installed in.</summary>
    public string? MqttJs { get; init; }

    /// <summary>A part of the table, or small counts: nothing to be published.</summary>
    public bool IsPartial => Quick || Row != "*";

    public string Manifest => Path.Combine(Root, "AliyunIotWs.psd1");

    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchOptions { Root = Environment.CurrentDirectory };
        for (int i = 0; i < arguments.Count; i++)
        {
            string name = arguments[i];
            string Value() => arguments[++i];
            options = name switch
            {
                "--root" => options with { Root = Path.GetFullPath(Value()) },
                "--rounds" => options with { Rounds = int.Parse(Value(), CultureInfo.InvariantCulture) },
                "--row" => options with { Row = Value() },
                "--mqttjs" => options with { MqttJs = Path.GetFullPath(Value()) },
                "--quick" => options with { Quick = true },
                _ => throw new ArgumentException($"'{name}' is not known."),
            };
        }

        return options;
    }
}
