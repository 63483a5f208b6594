using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Hosting;
using MQTTnet;
using MQTTnet.Protocol;

namespace AliyunIotWs.Units.Emulator.Gateway;

/// <summary>A gateway on a stock MQTT client, and devices that may live behind it, all with the secret "secret".</summary>
internal sealed class GatewayBox : IAsyncDisposable
{
    public const string Own = "/sys/gw/gate";
    public const string Combine = "/ext/session/gw/gate/combine";

    private readonly Box _box;
    private readonly Dictionary<string, (IMqttClient Client, MessageTests.Received Received)> _gates = [];

    private GatewayBox(Box box) => _box = box;

    public Box Box => _box;

    public EmulatorServer Server => _box.Server;

    public CancellationToken Soon => _box.Soon;

    public static async Task<GatewayBox> StartAsync(Func<EmulatorOptions, EmulatorOptions>? change = null)
    {
        var box = await Box.StartAsync(options =>
        {
            options = options with
            {
                Devices =
                [
                    .. options.Devices,
                    new("gw", "gate", "secret"), new("gw", "other", "secret"),
                    new("sub", "sub1", "secret"), new("sub", "sub2", "secret"), new("sub", "sub3"),
                    new("off", "sub1", "secret"),
                ],
                Products = [new("sub") { ProductSecret = "product secret" }],
            };
            return change?.Invoke(options) ?? options;
        });
        var result = new GatewayBox(box);
        await result.ConnectAsync("gate");
        return result;
    }

    public DeviceEntry Device(string name) => Server.FindDevice("sub", name)!;

    /// <summary>Connects a gateway that has subscribed to all that concerns it.</summary>
    public async Task ConnectAsync(string name)
    {
        var client = await _box.ConnectAsync(DirectOptions("gw", name));
        _gates[name] = (client, MessageTests.Collect(client));
        string[] filters = [$"/sys/gw/{name}/thing/#", $"/ext/session/gw/{name}/combine/+", $"/ext/error/gw/{name}"];
        foreach (string filter in filters)
            await SubscribeAsync(filter, name);
    }

    public Task DisconnectAsync(string name) => _gates[name].Client.DisconnectAsync(cancellationToken: Soon);

    public MqttClientOptions DirectOptions(string product, string name, string secret = "secret") => _box.Options(
        "id|securemode=3,signmethod=hmacsha256|",
        Sign(secret, $"clientIdiddeviceName{name}productKey{product}"),
        $"{name}&{product}");

    public async Task<bool> SubscribeAsync(string filter, string gate = "gate")
    {
        var answer = await _gates[gate].Client.SubscribeAsync(filter, cancellationToken: Soon);
        return answer.Items.Single().ResultCode <= MqttClientSubscribeResultCode.GrantedQoS1;
    }

    public Task PublishAsync(string topic, string payload, string gate = "gate", int qos = 0) =>
        _gates[gate].Client.PublishStringAsync(
            topic, payload, (MqttQualityOfServiceLevel)qos, cancellationToken: Soon);

    /// <summary>The next message on a gateway's connection.</summary>
    public async Task<(string Topic, string Payload)> NextAsync(string gate = "gate")
    {
        var message = await _gates[gate].Received.ReadAsync(Soon);
        return (message.Topic, Encoding.UTF8.GetString(message.Payload));
    }

    /// <summary>Publishes a request and reads its reply, which comes next.</summary>
    public async Task<JsonElement> AskAsync(string topic, string parameters, string gate = "gate", string method = "")
    {
        await PublishAsync(topic, $$"""{"id":"7","version":"1.0","params":{{parameters}}{{method}}}""", gate);
        var (replyTopic, payload) = await NextAsync(gate);
        Assert.Equal(topic + "_reply", replyTopic);
        using var document = JsonDocument.Parse(payload);
        return document.RootElement.Clone();
    }

    public async Task<int> CodeAsync(string topic, string parameters, string gate = "gate") =>
        (await AskAsync(topic, parameters, gate)).GetProperty("code").GetInt32();

    /// <summary>Adds a device to a gateway's topology.</summary>
    public async Task AddAsync(string name, string gate = "gate") =>
        Assert.Equal(200, await CodeAsync($"/sys/gw/{gate}/thing/topo/add", $"[{Signed(name)}]", gate));

    /// <summary>Adds a device and logs it in.</summary>
    public async Task LoginAsync(string name, string gate = "gate")
    {
        await AddAsync(name, gate);
        Assert.Equal(200, await CodeAsync($"/ext/session/gw/{gate}/combine/login", Signed(name), gate));
    }

    /// <summary>What a gateway sends for a device, with its signature.</summary>
    public static string Signed(
        string name, string secret = "secret", string product = "sub", string spelling = "signmethod", string more = "")
    {
        string sign = Sign(secret, $"clientIdcdeviceName{name}productKey{product}timestamp1700000000000");
        return $$"""{"deviceName":"{{name}}","productKey":"{{product}}","clientId":"c","timestamp":1700000000000,"""
            + $"\"{spelling}\":\"hmacSha256\",\"sign\":\"{sign}\"{more}}}";
    }

    public static string Sign(string secret, string content) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(content)));

    public ValueTask DisposeAsync() => _box.DisposeAsync();
}
