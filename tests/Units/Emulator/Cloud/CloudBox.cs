using System.Text;
using AliyunIotWs.Emulator.Cloud.Rrpc;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Hosting;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;

namespace AliyunIotWs.Units.Emulator.Cloud;

/// <summary>
/// A device on a stock MQTT client that has subscribed to what the cloud may send it, at a moment that stands still:
/// 1704067200 s after 1970.
/// </summary>
internal sealed class CloudBox : IAsyncDisposable
{
    public const string Own = "/sys/pk/device";

    private readonly Box _box;
    private readonly IMqttClient _client;
    private readonly MessageTests.Received _received;

    private CloudBox(Box box, IMqttClient client, FakeTimeProvider time)
    {
        _box = box;
        _client = client;
        _received = MessageTests.Collect(client);
        Time = time;
    }

    public FakeTimeProvider Time { get; }

    public EmulatorServer Server => _box.Server;

    public DeviceEntry Device => Server.FindDevice("pk", "device")!;

    public CloudCalls Calls => Server.Cloud.Calls;

    public CancellationToken Soon => _box.Soon;

    public static async Task<CloudBox> StartAsync(
        string clientId = Box.WsId, Func<EmulatorOptions, EmulatorOptions>? change = null)
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_704_067_200));
        var box = await Box.StartAsync(options =>
            (change?.Invoke(options) ?? options) with { TimeProvider = time });
        var client = await box.ConnectAsync(box.Options(clientId));
        var cloud = new CloudBox(box, client, time);
        string[] filters =
        [
            $"{Own}/thing/#", $"{Own}/rrpc/#", "/ext/ntp/pk/device/response", "/shadow/get/pk/device",
            "/ota/device/upgrade/pk/device", "/ota/device/request/pk/device", "/pk/device/user/get",
            $"{Own}/_thing/diag/post_reply",
            $"/ext/rrpc/+{Own}/thing/service/+", "/ext/session/pk/device/combine/+",
        ];
        foreach (string filter in filters)
            await client.SubscribeAsync(filter, cancellationToken: box.Soon);
        await client.SubscribeAsync("/ext/rrpc/+//pk/device/user/get", cancellationToken: box.Soon);
        return cloud;
    }

    public async Task SubscribeAsync(string filter) => await _client.SubscribeAsync(filter, cancellationToken: Soon);

    public async Task PublishAsync(string topic, string payload) =>
        await _client.PublishStringAsync(topic, payload, cancellationToken: Soon);

    /// <summary>The next message that the device gets, with QoS 0 as all that the cloud sends.</summary>
    public async Task<(string Topic, string Payload)> NextAsync()
    {
        var message = await _received.ReadAsync(Soon);
        Assert.Equal(0, (int)message.QualityOfServiceLevel);
        return (message.Topic, Encoding.UTF8.GetString(message.Payload));
    }

    public async Task<string> AskAsync(string topic, string payload)
    {
        await PublishAsync(topic, payload);
        return (await NextAsync()).Payload;
    }

    public async ValueTask DisposeAsync() => await _box.DisposeAsync();
}
