using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using AliyunIotWs.Emulator.Hosting;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace AliyunIotWs.Units.Emulator.Judging;

/// <summary>
/// A device of nobody's library, with a sub-device behind it: it writes its packets itself over ws, wss, tcp or tls, does
/// what a good device does, and one thing wrong.
/// </summary>
internal sealed class ScriptedDevice(EmulatorServer server, DeviceFault fault, string transport, bool clean)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(150);

    private readonly ConcurrentDictionary<ushort, MqttPublishPacket> _unacknowledged = new();
    private readonly ScriptedMessages _messages = new(fault);
    private int _failures;
    private bool _connectedBefore;

    private MqttProtocolVersion Version => fault == DeviceFault.Mqtt5 ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311;

    /// <summary>Lives until it is cancelled, and then takes its leave.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && !(_connectedBefore && fault == DeviceFault.NoReturn))
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

            double jitter = 0.5 + Random.Shared.NextDouble();
            double seconds = fault switch
            {
                DeviceFault.NoBackOff => 0.4,
                DeviceFault.NoWait => 0,
                _ => Math.Min(20, 0.4 * Math.Pow(2, _failures++) * jitter),
            };
            await Task.Delay(TimeSpan.FromSeconds(seconds), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LiveAsync(CancellationToken cancellationToken)
    {
        await using var link = await DeviceLink.DialAsync(
            server, transport, fault == DeviceFault.CertificateIgnored, Version, cancellationToken);
        await link.SendAsync(Connect());
        if (await link.ReadAsync(cancellationToken) is not (0x20, [_, 0]))
            return;
        _failures = 0;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var working = WorkAsync(link, end.Token);
        var reading = ReadAsync(link);
        try
        {
            // A WebSocket whose reading is cancelled is of no more use.
            await reading.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (!reading.IsCompleted && fault != DeviceFault.RudeEnd)
        {
            await link.SendAsync(new MqttDisconnectPacket());
        }
        finally
        {
            await end.CancelAsync();
            await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(DeviceLink link)
    {
        while (await link.ReadAsync(CancellationToken.None) is var (flags, body))
            await TakeAsync(flags, body, link);
    }

    private MqttConnectPacket Connect()
    {
        bool secure = transport is "wss" or "tls" != (fault == DeviceFault.WrongSecureMode);
        string tail = fault == DeviceFault.OpenClientId ? "" : "|";
        return new MqttConnectPacket
        {
            ClientId = $"12345|securemode={(secure ? "2" : "3")},signmethod=hmacsha256,timestamp=789{tail}",
            Username = Box.User,
            Password = Encoding.UTF8.GetBytes(fault == DeviceFault.WrongSignature ? Box.Sha256NoTimestamp : Box.Sha256),
            KeepAlivePeriod = fault switch
            {
                DeviceFault.ShortKeepAlive => 15,
                DeviceFault.Silence => 1,
                _ => 60,
            },
            CleanSession = clean,
            WillFlag = fault == DeviceFault.Will,
            WillTopic = fault == DeviceFault.Will ? "/pk/device/user/update" : null,
            WillMessage = "gone"u8.ToArray(),
        };
    }

    private async Task WorkAsync(DeviceLink link, CancellationToken cancellationToken)
    {
        bool again = _connectedBefore;
        _connectedBefore = true;
        if (fault == DeviceFault.Silence)
            return;
        if (!again || fault != DeviceFault.NoResubscribe)
            await link.SendAsync(_messages.Subscribe());
        foreach (var (_, lost) in _unacknowledged.OrderBy(one => one.Key))
        {
            lost.Dup = fault != DeviceFault.NoDup;
            await link.SendAsync(lost);
        }

        foreach (var login in again && fault == DeviceFault.NoSecondLogin ? [] : _messages.Login())
            await link.SendAsync(login);
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var message in _messages.Round())
            {
                if (message.PacketIdentifier != 0 && fault != DeviceFault.NoResend)
                    _unacknowledged[message.PacketIdentifier] = message;
                await link.SendAsync(message);
            }

            await link.SendAsync(new MqttPingReqPacket());
            await Task.Delay(s_pause, cancellationToken);
        }
    }

    private async Task TakeAsync(byte flags, byte[] body, DeviceLink link)
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
                await link.SendAsync(new MqttPubAckPacket { PacketIdentifier = id });
        }

        foreach (var answer in _messages.Answers(topic, Encoding.UTF8.GetString(body, begin, body.Length - begin)))
            await link.SendAsync(answer);
    }
}
