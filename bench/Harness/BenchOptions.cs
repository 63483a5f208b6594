using System.Globalization;

namespace Bench.Harness;

/// <summary>The command line of <c>Bench run</c>.</summary>
internal sealed record BenchOptions
{
    // One word with its value: PowerShell on Unix takes a lone wildcard for names of files.
    private const string RowOption = "--row=";

    /// <summary>The folder of the module's manifest.</summary>
    public required string Root { get; init; }

    public int Rounds { get; init; } = 5;

    /// <summary>A wildcard over the names of the rows.</summary>
    public string Row { get; init; } = "*";

    public bool Quick { get; init; }

    /// <summary>The command line that starts a PowerShell: the program, and what it needs to be one.</summary>
    public IReadOnlyList<string> PowerShell { get; init; } = [];

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
                _ when name.StartsWith(RowOption, StringComparison.Ordinal) =>
                    options with { Row = name[RowOption.Length..] },
                "--root" => options with { Root = Path.GetFullPath(Value()) },
                "--rounds" => options with { Rounds = int.Parse(Value(), CultureInfo.InvariantCulture) },
                "--pwsh" => options with { PowerShell = [.. options.PowerShell, Value()] },
                "--mqttjs" => options with { MqttJs = Path.GetFullPath(Value()) },
                "--quick" => options with { Quick = true },
                _ => throw new ArgumentException($"'{name}' is not known."),
            };
        }

        return options;
    }
}
