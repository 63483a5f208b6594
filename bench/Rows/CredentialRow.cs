using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using Bench.Harness;
using Bench.Hosting;
using Bench.Peers;

namespace Bench.Rows;

/// <summary>A fleet's credentials out of objects such as <c>Import-Csv</c> emits.</summary>
internal sealed class CredentialRow : Row
{
    private const int FullCount = 200_000;
    private const long Time = 1_700_000_000_000;

    private (string Product, string Device, string Secret)[] _devices = [];
    private Shell _shell = null!;

    public override string Name => "Credentials from objects";

    public override string Peer => "HMAC and formatting in a C# loop";

    public override IReadOnlyList<Figure> Figures => [new(string.Empty, "credentials/s", Goal.RatioAtLeast, 0.4)];

    public override Task PrepareAsync(BenchSetup setup)
    {
        _shell = setup.Shell;
        _devices = [.. Enumerable.Range(0, setup.Count(FullCount)).Select(Device)];
        _shell["devices"] = _devices.Select(Row).ToArray();
        return Task.CompletedTask;
    }

    public override async Task<double[]> RunOursAsync()
    {
        long started = Stopwatch.GetTimestamp();
        await _shell.RunAsync($"$made = $devices | New-IotMqttCredential -Timestamp {Time}");
        var taken = Stopwatch.GetElapsedTime(started);
        var made = await _shell.RunAsync("$made.Count; $made[-1].GetNetworkCredential().Password; $made = $null");
        if (!made[0].BaseObject.Equals(_devices.Length))
            throw new RunFailedException($"{made[0]} of {_devices.Length} credentials were made");
        return made[1].BaseObject.Equals(HmacLoop.Sign([_devices[^1]], Time)[0].Password)
            ? [_devices.Length / taken.TotalSeconds]
            : throw new RunFailedException("the two sides do not agree on the last password");
    }

    public override Task<double[]> RunPeerAsync()
    {
        long started = Stopwatch.GetTimestamp();
        int made = HmacLoop.Sign(_devices, Time).Length;
        return Task.FromResult<double[]>([made / Stopwatch.GetElapsedTime(started).TotalSeconds]);
    }

    public override ValueTask DisposeAsync()
    {
        if (_shell is not null)
            _shell["devices"] = null;
        return default;
    }

    private static (string Product, string Device, string Secret) Device(int number) => (
        "a1B2c3D4e5F",
        "device-" + number.ToString("D6", CultureInfo.InvariantCulture),
        number.ToString("x32", CultureInfo.InvariantCulture));

    private static PSObject Row((string Product, string Device, string Secret) device)
    {
        var row = new PSObject();
        row.Properties.Add(new PSNoteProperty("ProductKey", device.Product));
        row.Properties.Add(new PSNoteProperty("DeviceName", device.Device));
        row.Properties.Add(new PSNoteProperty("DeviceSecret", device.Secret));
        return row;
    }
}
