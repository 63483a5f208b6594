using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Limits;
using AliyunIotWs.Emulator.Messages;
using MQTTnet;
using MQTTnet.Protocol;

namespace AliyunIotWs.Units.Emulator.Gateway;

/// <summary>
/// Devices, and gateways with sub-devices, that all send and are sent numbered messages with QoS 1; each message says
/// whose it is, so that one that is lost, doubled or led astray is found.
/// </summary>
internal sealed class FleetLoad(int devices, int gateways, int subDevices)
{
    private readonly ConcurrentDictionary<(string Device, int Number), int> _up = new();
    private readonly ConcurrentDictionary<(string Device, int Number), int> _down = new();
    private readonly List<(IMqttClient Client, string Device)> _speakers = [];
    private long _astray;
    private int _sent;

    /// <summary>Messages each way.</summary>
    public int Sent => _sent;

    public int ReceivedByCloud => _up.Count;

    public int ReceivedByDevices => _down.Count;

    /// <summary>Messages that came twice, or to somebody else.</summary>
    public long Astray => Interlocked.Read(ref _astray) + _up.Values.Count(n => n > 1) + _down.Values.Count(n => n > 1);

    /// <summary>Runs rounds of one message each way for every device, one round after the other.</summary>
    /// <param name="rounds">How many.</param>
    /// <param name="period">From the begin of one round to that of the next.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(int rounds, TimeSpan period, CancellationToken cancellationToken)
    {
        string[] names = [.. Enumerable.Range(0, devices).Select(i => $"dev{i}")];
        string[] gates = [.. Enumerable.Range(0, gateways).Select(i => $"gate{i}")];
        await using var box = await Box.StartAsync(options => options with
        {
            Devices =
            [
                .. names.Concat(gates).Select(name => new EmulatorDevice("pk", name, "secret")),
                .. gates.SelectMany(SubDevicesOf).Select(name => new EmulatorDevice("sub", name, "secret")),
            ],
            Limits = new EmulatorLimits(),
        });
        foreach (string name in names)
            await ConnectAsync(box, name, [], cancellationToken);
        foreach (string gate in gates)
            await ConnectAsync(box, gate, [.. SubDevicesOf(gate)], cancellationToken);

        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var cloud = ReadCloudAsync(box, reading.Token);
        for (int round = 0; round < rounds; round++)
        {
            var pause = Task.Delay(period, cancellationToken);
            await Task.WhenAll(_speakers.Select(one => ExchangeAsync(box, one.Client, one.Device, round, cancellationToken)));
            await pause;
        }

        while ((_up.Count < _sent || _down.Count < _sent) && !cancellationToken.IsCancellationRequested)
            await Task.Delay(50, CancellationToken.None);
        await reading.CancelAsync();
        await cloud;
    }

    private IEnumerable<string> SubDevicesOf(string gate) => Enumerable.Range(0, subDevices).Select(i => $"{gate}-sub{i}");

    private async Task ConnectAsync(Box box, string name, string[] subs, CancellationToken cancellationToken)
    {
        var client = box.NewClient();
        string[] owned = [$"pk/{name}", .. subs.Select(sub => $"sub/{sub}")];
        client.ApplicationMessageReceivedAsync += args =>
        {
            Take(_down, owned, args.ApplicationMessage.Topic, args.ApplicationMessage.ConvertPayloadToString());
            return Task.CompletedTask;
        };
        string password = GatewayBox.Sign("secret", $"clientIdiddeviceName{name}productKeypk");
        await client.ConnectAsync(
            box.Options("id|securemode=3,signmethod=hmacsha256|", password, $"{name}&pk"), cancellationToken);
        foreach (string sub in subs)
        {
            string signed = GatewayBox.Signed(sub);
            await SendAsync(client, $"/sys/pk/{name}/thing/topo/add", $$"""{"id":"1","params":[{{signed}}]}""", cancellationToken);
            await SendAsync(
                client, $"/ext/session/pk/{name}/combine/login", $$"""{"id":"2","params":{{signed}}}""", cancellationToken);
            await Task.Delay(70, cancellationToken);
        }

        foreach (string device in owned)
        {
            await client.SubscribeAsync($"/{device}/user/get", cancellationToken: cancellationToken);
            _speakers.Add((client, device));
        }
    }

    private async Task ExchangeAsync(
        Box box, IMqttClient client, string device, int round, CancellationToken cancellationToken)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{device} {round}");
        Interlocked.Increment(ref _sent);
        await box.Server.SendAsync($"/{device}/user/get", Encoding.ASCII.GetBytes(text), 1, cancellationToken);
        await client.PublishStringAsync(
            $"/{device}/user/update", text, MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken: cancellationToken);
    }

    private static Task<MqttClientPublishResult> SendAsync(IMqttClient client, string topic, string payload, CancellationToken cancellationToken) =>
        client.PublishStringAsync(topic, payload, cancellationToken: cancellationToken);

    private async Task ReadCloudAsync(Box box, CancellationToken cancellationToken)
    {
        try
        {
            while (await box.Server.Inbox.ReadAsync(IsUpdate, cancellationToken) is { } message)
            {
                string from = $"{message.ProductKey}/{message.DeviceName}";
                Take(_up, [from], message.Topic, Encoding.ASCII.GetString(message.Payload));
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private static bool IsUpdate(EmulatorMessage message) =>
        message.Topic.EndsWith("/user/update", StringComparison.Ordinal);

    private void Take(
        ConcurrentDictionary<(string Device, int Number), int> seen, string[] owned, string topic, string text)
    {
        string[] parts = text.Split(' ');
        string device = string.Join('/', topic.Split('/')[1..3]);
        if (parts is [var named, var number] && named == device && owned.Contains(device))
            seen.AddOrUpdate((device, int.Parse(number, CultureInfo.InvariantCulture)), 1, (_, count) => count + 1);
        else
            Interlocked.Increment(ref _astray);
    }
}
