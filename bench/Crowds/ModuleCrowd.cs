using System.Globalization;
using System.Management.Automation;
using Bench.Hosting;

namespace Bench.Crowds;

internal sealed class ModuleCrowd(string manifest) : ICrowd
{
    private const string Connect =
        "$connections = $credentials | Connect-IotMqtt -CleanSession -NoProxy -NoReconnect -TimeoutSeconds 60";

    private readonly Shell _shell = new();

    public async Task WarmUpAsync(Uri endpoint)
    {
        await _shell.ImportAsync(manifest);
        await ConnectAsync(endpoint, CrowdProgram.WarmUp);
        await _shell.RunAsync("Disconnect-IotMqtt -All; $connections = $null");
    }

    public async Task ConnectAsync(Uri endpoint, int count)
    {
        _shell["credentials"] = Enumerable.Range(0, count).Select(i => Credential(endpoint, i)).ToArray();
        await _shell.RunAsync(Connect);
        _shell["credentials"] = null;
    }

    public void Dispose() => _shell.Dispose();

    private static PSObject Credential(Uri endpoint, int number)
    {
        string device = "device-" + number.ToString(CultureInfo.InvariantCulture);
        var row = new PSObject();
        row.Properties.Add(new PSNoteProperty("MqttClientId", device));
        row.Properties.Add(new PSNoteProperty("MqttUsername", device + "&product"));
        row.Properties.Add(new PSNoteProperty("MqttPassword", "none"));
        row.Properties.Add(new PSNoteProperty("Endpoint", endpoint.ToString()));
        return row;
    }
}
