using System.Globalization;
using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Text.Json;
using Bench.Harness;
using MQTTnet;

namespace Bench.Reports;

/// <summary>
/// When, on what and with which versions was measured. A machine has cores and a system, and no name.
/// </summary>
internal static class Circumstances
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    public static async Task<IReadOnlyList<string>> DescribeAsync(BenchSetup setup)
    {
        string[] versions =
        [
            $"AliyunIotWs {(await setup.Shell.RunAsync("(Get-Module AliyunIotWs).Version.ToString()"))[0]}",
            RuntimeInformation.FrameworkDescription,
            $"PowerShell engine {Version(typeof(PSObject))} in the bench's process",
            $"MQTTnet {Version(typeof(MqttClientFactory))}",
            await AnswerAsync(setup.Mosquitto, "-h", "mosquitto version"),
            await AnswerAsync(setup.Node, "--version", "v") is { Length: > 0 } node ? "node " + node : string.Empty,
            MqttJs(setup.Options.MqttJs),
        ];
        string scale = setup.Options.Quick ? ", small counts" : string.Empty;
        return
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores, "
                + $"{RuntimeInformation.OSDescription}, rounds: {setup.Options.Rounds}{scale}."),
            $"Versions: {string.Join(", ", versions.Where(v => v.Length > 0))}.",
        ];
    }

    private static string Version(Type type) => type.Assembly.GetName().Version!.ToString(3);

    private static async Task<string> AnswerAsync(string? program, string argument, string first)
    {
        if (program is null)
            return string.Empty;
        using var process = ChildProcess.Start(program, argument);
        return (await process.ReadAsync(l => l.StartsWith(first, StringComparison.Ordinal), s_limit)).Text
            .Replace(" version", string.Empty, StringComparison.Ordinal);
    }

    private static string MqttJs(string? folder)
    {
        if (folder is null)
            return string.Empty;
        using var package = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(folder, "node_modules", "mqtt", "package.json")));
        return $"MQTT.js {package.RootElement.GetProperty("version").GetString()}";
    }
}
