using System.Buffers;
using System.Globalization;
using Bench.Harness;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Bench.Peers;

/// <summary>MQTTnet's own client over its own WebSocket channel.</summary>
internal sealed class MqttNetPeer : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();

    private MqttNetPeer()
    {
    }

    /// <param name="endpoint">A URI of ws or wss, or of tcp.</param>
    /// <param name="fragments">MQTTnet's default: header and payload in two WebSocket frames.</param>
    public static async Task<MqttNetPeer> ConnectAsync(Uri endpoint, bool fragments)
    {
        var peer = new MqttNetPeer();
        var answer = await peer._client.ConnectAsync(Options(endpoint, fragments));
        return answer.ResultCode == MqttClientConnectResultCode.Success
            ? peer
            : throw new RunFailedException($"MQTTnet was refused: {answer.ResultCode}");
    }

    public static MqttClientOptions Options(Uri endpoint, bool fragments)
    {
        var options = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithClientId(Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture))
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(300));
        if (endpoint.Scheme == "tcp")
            return options.WithTcpServer(endpoint.Host, endpoint.Port).Build();
        options.WithWebSocketServer(o => o.WithUri(endpoint.ToString()));
        if (!fragments)
            options.WithoutPacketFragmentation();
        if (endpoint.Scheme == "wss")
            options.WithTlsOptions(o => o.UseTls().WithCertificateValidationHandler(_ => true));
        return options.Build();
    }

    /// <summary>Publishes one after the other, each awaited.</summary>
    public async Task SendAsync(IEnumerable<object> payloads, int qos)
    {
        foreach (object payload in payloads)
            await SendAsync(payload, qos);
    }

    public async Task SendAsync(object payload, int qos) => _ = await _client.PublishAsync(new MqttApplicationMessage
    {
        Topic = Load.Topic,
        Payload = new ReadOnlySequence<byte>((byte[])payload),
        QualityOfServiceLevel = (MqttQualityOfServiceLevel)qos,
    });

    /// <summary>Keeps so many publishes going at a time.</summary>
    public async Task SendAsync(object[] payloads, int count, int qos, int window)
    {
        int next = -1;
        async Task WorkAsync()
        {
            for (int i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
                await SendAsync(payloads[i], qos);
        }

        await Task.WhenAll(Enumerable.Range(0, window).Select(_ => WorkAsync()));
    }

    /// <summary>Subscribes with a handler that does no more than count.</summary>
    public async Task SubscribeAsync(string topic, Action received)
    {
        _client.ApplicationMessageReceivedAsync += _ =>
        {
            received();
            return Task.CompletedTask;
        };
        await _client.SubscribeAsync(topic, MqttQualityOfServiceLevel.AtMostOnce);
    }

    /// <summary>Calls back with the text of each message.</summary>
    public async Task WatchAsync(string topic, Action<string> received)
    {
        _client.ApplicationMessageReceivedAsync += e =>
        {
            received(e.ApplicationMessage.ConvertPayloadToString());
            return Task.CompletedTask;
        };
        await _client.SubscribeAsync(topic, MqttQualityOfServiceLevel.AtMostOnce);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisconnectAsync();
        _client.Dispose();
    }
}
