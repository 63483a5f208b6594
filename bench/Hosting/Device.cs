using System.Globalization;

namespace Bench.Hosting;

/// <summary>A connection of the module, in the variable <c>$device</c>.</summary>
internal sealed class Device : IAsyncDisposable
{
    private readonly Shell _shell;

    private Device(Shell shell) => _shell = shell;

    public static async Task<Device> ConnectAsync(Shell shell, Uri endpoint)
    {
        shell["endpoint"] = endpoint.ToString();
        shell["id"] = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
        await shell.RunAsync(
            "$device = Connect-IotMqtt -MqttClientId $id -MqttUsername 'device&product' -MqttPassword none "
            + "-Endpoint $endpoint -Name $id -SkipCertificateCheck -NoReconnect -NoProxy -CleanSession");
        return new Device(shell);
    }

    public async ValueTask DisposeAsync() => await _shell.RunAsync("Disconnect-IotMqtt -All");
}
