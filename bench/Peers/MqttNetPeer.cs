using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Bench.Harness;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Bench.Peers;

/// <summary>MQTTnet's own client over its own WebSocket channel, or over TCP.</summary>
public sealed class MqttNetPeer : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private TaskCompletionSource<string> _reply = new();
    private TaskCompletionSource _all = new();
    private int _left;

    private MqttNetPeer()
    {
    }

    /// <param name="endpoint">A URI of ws, wss or tcp.</param>
    /// <param name="fragments">MQTTnet's default: header and payload in two WebSocket frames.</param>
    /// <param name="credential">The client id, and user name and password; null for what a server without checks takes.</param>
    public static async Task<MqttNetPeer> ConnectAsync(Uri endpoint, bool fragments, string[]? credential = null)
    {
        var peer = new MqttNetPeer();
        var options = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithClientId(credential?[0] ?? Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture))
            .WithCredentials(credential?[1] ?? "device&product", credential?[2] ?? "none")
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(300));
        if (endpoint.Scheme == "tcp")
            options.WithTcpServer(endpoint.Host, endpoint.Port);
        else
            options.WithWebSocketServer(o => o.WithUri(endpoint.ToString()));
        if (!fragments)
            options.WithoutPacketFragmentation();
        if (endpoint.Scheme == "wss")
            options.WithTlsOptions(o => o.UseTls().WithCertificateValidationHandler(_ => true));
        var answer = await peer._client.ConnectAsync(options.Build());
        return answer.ResultCode == MqttClientConnectResultCode.Success
            ? peer
            : throw new InvalidOperationException($"MQTTnet was refused: {answer.ResultCode}");
    }

    /// <summary>Publishes one after the other, each awaited.</summary>
    public async Task SendAsync(IEnumerable<object> payloads, int qos)
    {
        foreach (object payload in payloads)
            await SendAsync(Load.Topic, (byte[])payload, qos);
    }

    /// <summary>Keeps so many publishes going at a time.</summary>
    public Task SendAsync(object[] payloads, int qos, int window)
    {
        int next = -1;
        async Task WorkAsync()
        {
            for (int i = Interlocked.Increment(ref next); i < payloads.Length; i = Interlocked.Increment(ref next))
                await SendAsync(Load.Topic, (byte[])payloads[i], qos);
        }

        return Task.WhenAll(Enumerable.Range(0, window).Select(_ => WorkAsync()));
    }

    /// <summary>Publishes at QoS 1 one after the other, and notes what each took, in ticks of the stopwatch.</summary>
    public async Task SendAsync(byte[] payload, long[] times)
    {
        for (int i = 0; i < times.Length; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            await SendAsync(Load.Topic, payload, 1);
            times[i] = Stopwatch.GetTimestamp() - begin;
        }
    }

    /// <summary>Subscribes with a handler that counts and does nothing else.</summary>
    public async Task SubscribeAsync(ChildProcess feeder)
    {
        _client.ApplicationMessageReceivedAsync += _ =>
        {
            // The client calls one at a time.
            if (--_left % Load.Slice == 0)
                feeder.Write($"grant {Load.Slice}");
            if (_left == 0)
                _all.TrySetResult();
            return Task.CompletedTask;
        };
        await _client.SubscribeAsync(Load.Topic, MqttQualityOfServiceLevel.AtMostOnce);
    }

    /// <summary>Lets the feeder send so many messages, and waits for the last.</summary>
    public Task ReceiveAsync(int count, ChildProcess feeder)
    {
        (_left, _all) = (count, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        feeder.Write($"flood {count}");
        feeder.Write($"grant {Load.Ahead}");
        return _all.Task;
    }

    /// <summary>Posts a property so many times, at QoS 1, each time awaiting the reply.</summary>
    /// <exception cref="InvalidDataException">A reply was another request's, or is no success.</exception>
    public async Task AskAsync(string topic, int count)
    {
        _client.ApplicationMessageReceivedAsync += TakeReplyAsync;
        await _client.SubscribeAsync(topic + "_reply", MqttQualityOfServiceLevel.AtMostOnce);
        for (int i = 1; i <= count; i++)
        {
            _reply = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            await SendAsync(topic, Encoding.UTF8.GetBytes(Load.Request(i)), 1);
            string reply = await _reply.Task;
            if (!reply.Contains("\"code\":200", StringComparison.Ordinal)
                || !reply.Contains($"\"id\":\"{i}\"", StringComparison.Ordinal))
            {
                throw new InvalidDataException($"the reply to {i} was {reply}");
            }
        }

        _client.ApplicationMessageReceivedAsync -= TakeReplyAsync;
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisconnectAsync();
        _client.Dispose();
    }

    private async Task SendAsync(string topic, byte[] payload, int qos) =>
        _ = await _client.PublishAsync(new MqttApplicationMessage
        {
            Topic = topic,
            Payload = new ReadOnlySequence<byte>(payload),
            QualityOfServiceLevel = (MqttQualityOfServiceLevel)qos,
        });

    private Task TakeReplyAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        _reply.TrySetResult(received.ApplicationMessage.ConvertPayloadToString());
        return Task.CompletedTask;
    }
}
