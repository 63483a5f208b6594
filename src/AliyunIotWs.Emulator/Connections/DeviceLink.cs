using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace AliyunIotWs.Emulator;

/// <summary>
/// The connection of one device, as the MQTT server sees it. The server keeps sessions, subscriptions and queues; all
/// that is the platform's own is decided here, on the packets that pass: a CONNECT is verified and given the device's
/// name as session, a PUBLISH goes to the inbox and never to the server, a SUBSCRIBE is cut down to what is allowed.
/// </summary>
internal sealed class DeviceLink(
    LinkFactory shared, PacketChannel channel, EndPoint? remote, bool secure, Action answered) : IMqttChannelAdapter
{
    // MQTT 3.1.1, section 3.2: CONNACK with return code 1, for versions that no formatter can be found for.
    private static readonly byte[] s_unacceptableVersion = [0x20, 0x02, 0x00, 0x01];

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ConnectVerdict? _verdict;
    private SubscriptionGuard? _subscriptions;
    private KeepAliveWatch? _watch;
    private TimeSpan _keepAlive;
    private bool _inEntrance;
    private bool _attached;
    private bool _kicked;
    private string? _endReason;

    public PacketChannel Channel { get; } = channel;

    /// <summary>Ends when nothing of the connection is left.</summary>
    public Task Ended => _ended.Task;

    public long BytesReceived => 0;

    public long BytesSent => 0;

    public X509Certificate2? ClientCertificate => null;

    public EndPoint? RemoteEndPoint => remote;

    public EndPoint? LocalEndPoint => null;

    public bool IsSecureConnection => secure;

    public MqttPacketFormatterAdapter PacketFormatterAdapter => Channel.Formatter;

    /// <summary>What the CONNACK has to say; set once the server has been given the CONNECT.</summary>
    public MqttConnectReasonCode Answer => _verdict?.Code ?? MqttConnectReasonCode.UnspecifiedError;

    private DeviceEntry? Device => _verdict is { Accepted: true } ? _verdict.Device : null;

    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await NextAsync(cancellationToken).ConfigureAwait(false) is { } packet)
            {
                _watch?.Touch();
                var (forServer, goOn) = await HandleAsync(packet, cancellationToken).ConfigureAwait(false);
                if (forServer is not null)
                    return forServer;
                if (!goOn)
                    break;
            }
        }
        catch (Exception exception) when (PacketChannel.IsEnd(exception))
        {
            _endReason ??= !cancellationToken.IsCancellationRequested ? $"the connection broke: {exception.Message}"
                : _verdict is null ? "the time is over" : "the emulator closed it";
        }

        return null;
    }

    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        try
        {
            Prepare(packet);
            await Channel.SendAsync(packet, cancellationToken).ConfigureAwait(false);
            if (packet is MqttPublishPacket { QualityOfServiceLevel: MqttQualityOfServiceLevel.AtMostOnce })
                Device?.Outbox.Written();
        }
        catch (Exception exception) when (PacketChannel.IsEnd(exception))
        {
            // The receiving side notices it too and ends the connection; QoS 1 stays in the session.
            _endReason ??= "the connection broke";
        }
    }

    public Task DisconnectAsync(CancellationToken cancellationToken) => Channel.CloseAsync();

    public void ResetStatistics()
    {
    }

    /// <summary>Ends the connection because its identity has connected again: without any packet, as the platform does.</summary>
    public void Kick()
    {
        _kicked = true;
        Abort();
    }

    /// <summary>Ends the connection at once.</summary>
    public void Abort() => Channel.Abort();

    /// <summary>Clears up after the server has let go of the connection.</summary>
    public void Leave()
    {
        _watch?.Dispose();
        if (_verdict is null)
            Log(EmulatorEventCode.HandshakeFailed, $"no CONNECT: {_endReason ?? Channel.PeerClosed ?? "the connection broke"}");
        if (Device is { } device)
        {
            if (_inEntrance)
                device.LeaveEntrance();
            device.Detach(this);
            if (_attached && !_kicked)
                Log(EmulatorEventCode.Disconnected, _endReason ?? Channel.PeerClosed ?? "the connection broke");
        }

        _ended.TrySetResult();
    }

    public void Dispose()
    {
        _watch?.Dispose();
        Channel.Dispose();
    }

    private async ValueTask<MqttPacket?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await Channel.ReceiveAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OversizedPublishException oversized) when (Device is { } device)
            {
                _watch?.Touch();
                shared.Intake.TooLong(device.Identity, _verdict!.ClientId, $"{oversized.Length} bytes of a PUBLISH");
            }
            catch (Exception exception) when (!PacketChannel.IsEnd(exception))
            {
                Violation(exception.Message);
                if (_verdict is null && exception is MqttProtocolViolationException)
                    await Channel.SendFrameAsync(s_unacceptableVersion, cancellationToken).ConfigureAwait(false);
                return null;
            }
        }
    }

    private async ValueTask<(MqttPacket? ForServer, bool GoOn)> HandleAsync(
        MqttPacket packet, CancellationToken cancellationToken)
    {
        switch (packet)
        {
            case MqttConnectPacket connect when _verdict is null:
                await AdmitAsync(connect, cancellationToken).ConfigureAwait(false);
                return (connect, true);
            case MqttConnectPacket:
                return Violation("a second CONNECT [MQTT-3.1.0-2]");
            case var _ when Device is null:
                return Violation("the first packet is no CONNECT [MQTT-3.1.0-1]");
            case MqttPublishPacket { QualityOfServiceLevel: > MqttQualityOfServiceLevel.AtLeastOnce } publish:
                return Violation($"QoS {(int)publish.QualityOfServiceLevel} on {publish.Topic}, the platform has 0 and 1 only");
            case MqttSubscribePacket { TopicFilters.Count: 0 } or MqttUnsubscribePacket { TopicFilters.Count: 0 }:
                return Violation("no topic filter [MQTT-3.8.3-3, MQTT-3.10.3-2]");
            case MqttPublishPacket publish:
                if (shared.Intake.Take(Device!.Identity, _verdict!.ClientId, publish)
                    && publish.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtLeastOnce)
                {
                    await SendPacketAsync(Ack(publish), cancellationToken).ConfigureAwait(false);
                }

                return (null, true);
            case MqttSubscribePacket subscribe:
                _subscriptions!.Restrict(subscribe);
                return (subscribe, true);
            case MqttUnsubscribePacket unsubscribe:
                _subscriptions!.Forget(unsubscribe);
                return (unsubscribe, true);
            case MqttPubAckPacket:
                Device!.Outbox.Acknowledged();
                return (packet, true);
            case MqttDisconnectPacket:
                _endReason = "the device disconnected";
                return (packet, true);
            case MqttPingReqPacket:
                return (packet, true);
            default:
                return Violation($"{packet.GetType().Name} has no place here");
        }
    }

    private static MqttPubAckPacket Ack(MqttPublishPacket publish) => new() { PacketIdentifier = publish.PacketIdentifier };

    private async Task AdmitAsync(MqttConnectPacket connect, CancellationToken cancellationToken)
    {
        var verdict = shared.Verifier.Verify(connect, PacketFormatterAdapter.ProtocolVersion, secure);
        _verdict = verdict;
        connect.Password = null;
        if (Device is not { } device)
        {
            Log(EmulatorEventCode.Refused, verdict.Reason);
            connect.ClientId = "refused";
            return;
        }

        _subscriptions = new SubscriptionGuard(device, verdict.ClientId, shared.Events);
        _keepAlive = TimeSpan.FromSeconds(connect.KeepAlivePeriod * PlatformLimits.KeepAliveTolerance);

        // The session belongs to the device, whatever client id it comes with. The platform knows no will, and the
        // keep-alive is watched here, since the server does not see every packet.
        connect.ClientId = device.Key;
        connect.WillFlag = false;
        connect.KeepAlivePeriod = 0;

        var previous = await device.EnterAsync(cancellationToken).ConfigureAwait(false);
        _inEntrance = true;
        if (previous is not null)
            previous.Log(EmulatorEventCode.Kicked, $"connected again from {remote}, the connection from {previous.RemoteEndPoint} was closed");
    }

    private void Prepare(MqttPacket packet)
    {
        switch (packet)
        {
            case MqttConnAckPacket ack:
                answered();
                if (Answer == MqttConnectReasonCode.Success)
                    Attach(ack.IsSessionPresent);
                break;
            case MqttSubAckPacket ack:
                _subscriptions?.Answer(ack);
                break;
        }
    }

    private void Attach(bool sessionPresent)
    {
        _attached = true;
        _inEntrance = false;
        if (_keepAlive > TimeSpan.Zero)
            _watch = new KeepAliveWatch(shared.Options.TimeProvider, _keepAlive, Expire);
        Log(EmulatorEventCode.Connected, $"{(secure ? "wss" : "ws")} from {remote}" + (sessionPresent ? ", session resumed" : ""));
        Device!.Attach(this, sessionPresent);
    }

    private void Expire()
    {
        _endReason = $"nothing was received for {_keepAlive.TotalSeconds:0} s, one and a half times the keep-alive";
        Abort();
    }

    private (MqttPacket?, bool) Violation(string what)
    {
        _endReason = $"protocol violation: {what}";
        Log(EmulatorEventCode.ProtocolViolation, what);
        return (null, false);
    }

    private void Log(EmulatorEventCode code, string message) =>
        shared.Events.Add(code, message, _verdict?.Device?.Identity, _verdict?.ClientId);
}
