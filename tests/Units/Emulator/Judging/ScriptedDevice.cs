using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using AliyunIotWs.Emulator.Hosting;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace AliyunIotWs.Units.Emulator.Judging;

/// <summary>
/// A device of nobody's library: it writes its packets itself over ws, wss, tcp or tls, does what a good device does, and
/// one thing wrong.
/// </summary>
// A semaphore whose wait handle is never asked for holds nothing that has to be given back.
#pragma warning disable CA1001
internal sealed class ScriptedDevice(EmulatorServer server, DeviceFault fault, string transport, bool clean)
#pragma warning restore CA1001
{
    private const string Own = "/pk/device";
    private const string Sys = "/sys/pk/device";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(150);

    private readonly ConcurrentDictionary<ushort, MqttPublishPacket> _unacknowledged = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly bool _secure = transport is "wss" or "tls";
    private int _packetId;
    private int _messageId;
    private int _failures;
    private bool _connectedBefore;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await LiveAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is IOException or SocketException or WebSocketException or InvalidOperationException
                or System.Security.Authentication.AuthenticationException or HttpRequestException)
            {
            }

            double jitter = 0.7 + (0.6 * Random.Shared.NextDouble());
            double seconds = fault == DeviceFault.NoBackOff ? 0.4 : Math.Min(20, 0.4 * Math.Pow(2, _failures++) * jitter);
            await Task.Delay(TimeSpan.FromSeconds(seconds), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LiveAsync(CancellationToken cancellationToken)
    {
        await using var stream = await DialAsync(cancellationToken);
        var formatter = new MqttPacketFormatterAdapter(MqttProtocolVersion.V311, new MqttBufferWriter(64, 4096));
        async Task SendAsync(MqttPacket packet)
        {
            await _writing.WaitAsync(CancellationToken.None);
            try
            {
                await stream.WriteAsync(formatter.Encode(packet).Join(), cancellationToken);
                formatter.Cleanup();
            }
            finally
            {
                _writing.Release();
            }
        }

        string mode = _secure ? "2" : "3";
        await SendAsync(new MqttConnectPacket
        {
            ClientId = $"12345|securemode={mode},signmethod=hmacsha256,timestamp=789|",
            Username = Box.User,
            Password = Encoding.UTF8.GetBytes(Box.Sha256),
            KeepAlivePeriod = (ushort)(fault == DeviceFault.ShortKeepAlive ? 15 : 60),
            CleanSession = clean,
        });
        if (await ReadAsync(stream, cancellationToken) is not (0x20, [_, 0]))
            return;
        _failures = 0;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var working = WorkAsync(SendAsync, end.Token);
        try
        {
            while (await ReadAsync(stream, cancellationToken) is var (flags, body))
                await TakeAsync(flags, body, SendAsync);
        }
        finally
        {
            await end.CancelAsync();
            await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WorkAsync(Func<MqttPacket, Task> send, CancellationToken cancellationToken)
    {
        if (!_connectedBefore || fault != DeviceFault.NoResubscribe)
        {
            string[] filters = [Own + "/user/get", Sys + "/thing/service/property/set", Sys + "/rrpc/request/+"];
            await send(new MqttSubscribePacket
            {
                PacketIdentifier = NextId(),
                TopicFilters = [.. filters.Select(filter => new MqttTopicFilter
                {
                    Topic = filter,
                    QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
                })],
            });
        }

        _connectedBefore = true;
        foreach (var (_, lost) in _unacknowledged.OrderBy(one => one.Key))
        {
            lost.Dup = fault != DeviceFault.NoDup;
            await send(lost);
        }

        while (!cancellationToken.IsCancellationRequested)
        {
            string id = fault == DeviceFault.DuplicateIds ? "1" : (++_messageId).ToString(CultureInfo.InvariantCulture);
            string post = $$$"""{"id":"{{{id}}}","version":"1.0","params":{"Power":{{{_packetId}}}},"method":"thing.event.property.post"}""";
            await send(Message(Sys + "/thing/event/property/post", post));
            string topic = Own + (fault == DeviceFault.WrongClass ? "/user/state" : "/user/update");
            var kept = Message(topic, $"{{\"n\":{_packetId}}}", NextId());
            _unacknowledged[kept.PacketIdentifier] = kept;
            await send(kept);
            for (int i = 0; fault == DeviceFault.TooFast && i < 20; i++)
                await send(Message(Own + "/user/update", "{}"));
            await Task.Delay(s_pause, cancellationToken);
        }
    }

    private async Task TakeAsync(byte flags, byte[] body, Func<MqttPacket, Task> send)
    {
        if (flags >> 4 == 4)
            _unacknowledged.TryRemove((ushort)((body[0] << 8) | body[1]), out _);
        if (flags >> 4 != 3)
            return;
        int length = (body[0] << 8) | body[1];
        string topic = Encoding.UTF8.GetString(body, 2, length);
        int begin = 2 + length;
        if ((flags & 6) == 2)
        {
            ushort id = (ushort)((body[begin] << 8) | body[begin + 1]);
            begin += 2;
            if (fault != DeviceFault.NoPubAck)
                await send(new MqttPubAckPacket { PacketIdentifier = id });
        }

        string payload = Encoding.UTF8.GetString(body, begin, body.Length - begin);
        if (topic.EndsWith("/property/set", StringComparison.Ordinal))
        {
            using var request = System.Text.Json.JsonDocument.Parse(payload);
            string answer = $$$"""{"id":"{{{request.RootElement.GetProperty("id").GetString()}}}","code":200,"data":{}}""";
            await send(Message(fault == DeviceFault.WrongReplyTopic ? Sys + "/thing/event/property/post" : topic + "_reply", answer));
        }

        if (topic.Contains("/rrpc/request/", StringComparison.Ordinal))
            await send(Message(topic.Replace("/request/", "/response/", StringComparison.Ordinal), "{}"));
    }

    private ushort NextId() => (ushort)Interlocked.Increment(ref _packetId);

    private static MqttPublishPacket Message(string topic, string payload, ushort id = 0) => new()
    {
        Topic = topic,
        PayloadSegment = Encoding.UTF8.GetBytes(payload),
        PacketIdentifier = id,
        QualityOfServiceLevel = id == 0 ? MqttQualityOfServiceLevel.AtMostOnce : MqttQualityOfServiceLevel.AtLeastOnce,
    };

    private static async Task<(byte Flags, byte[] Body)?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] one = new byte[1];
        if (await stream.ReadAsync(one, cancellationToken) == 0)
            return null;
        byte flags = one[0];
        int length = 0;
        int shift = 0;
        do
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            length |= (one[0] & 0x7F) << shift;
            shift += 7;
        }
        while (one[0] >= 0x80);
        byte[] body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return (flags, body);
    }

    private async Task<Stream> DialAsync(CancellationToken cancellationToken)
    {
        if (transport is "ws" or "wss")
        {
            var socket = await RawPeer.WebSocketAsync(
                _secure ? server.SecureEndpoint : server.Endpoint, "mqtt", cancellationToken, _secure ? server.Authority : null);
            return WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: true);
        }

        if (!_secure)
            return await RawPeer.TcpAsync(server.Endpoint, cancellationToken);
        var secured = new SslStream(await RawPeer.TcpAsync(server.SecureEndpoint, cancellationToken));
        var options = new SslClientAuthenticationOptions { TargetHost = "localhost" };
        if (fault == DeviceFault.CertificateIgnored)
        {
            // That is the fault.
#pragma warning disable CA5359
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else
        {
            options.CertificateChainPolicy = RawPeer.Trusting(server.Authority);
        }

        try
        {
            await secured.AuthenticateAsClientAsync(options, cancellationToken);
            return secured;
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }
    }
}
