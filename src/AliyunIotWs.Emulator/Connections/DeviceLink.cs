using System.Net;
using System.Security.Cryptography.X509Certificates;
using AliyunIotWs.Emulator.Authentication;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;
using AliyunIotWs.Emulator.Faults;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace AliyunIotWs.Emulator.Connections;

/// <summary>
/// The connection of one device, as the MQTT server sees it. The server keeps sessions, subscriptions and queues; all
/// that is the platform's own is decided here, on the packets that pass: a CONNECT is verified and given the device's
/// name as session, a PUBLISH goes to the inbox and never to the server, a SUBSCRIBE is cut down to what is allowed.
/// </summary>
internal sealed class DeviceLink(
    LinkFactory shared, PacketChannel channel, EndPoint? remote, bool secure, Action answered) : IMqttChannelAdapter
{
    private const string Closed = "the emulator closed it";

    // MQTT 3.1.1, section 3.2: CONNACK with return code 1, for versions that no formatter can be found for.
    private static readonly byte[] s_unacceptableVersion = [0x20, 0x02, 0x00, 0x01];

    private TaskCompletionSource? _ended;
    private ConnectVerdict? _verdict;
    private LinkFaults? _faults;
    private AckGate? _acks;
    private DevicePresence? _presence;
    private volatile bool _deaf;
    private bool _kicked;
    private bool _parted;
    private bool _violated;
    private string? _endReason;

    /// <summary>Ends when nothing of the connection is left.</summary>
    public Task Ended => Ending.Task;

    public long BytesReceived => 0;

    public long BytesSent => 0;

    public X509Certificate2? ClientCertificate => null;

    public EndPoint? RemoteEndPoint => remote;

    public EndPoint? LocalEndPoint => null;

    public bool IsSecureConnection => secure;

    public MqttPacketFormatterAdapter PacketFormatterAdapter => channel.Formatter;

    /// <summary>True while the emulator does not look at what comes: in a black hole, or at a limit.</summary>
    public bool LooksAway => _faults is { BlackHole: true } || IsFull;

    // Made by who waits for the end, or with the end.
    private TaskCompletionSource Ending => LazyInitializer.EnsureInitialized(
        ref _ended, static () => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private bool IsFull => shared.Options.Limits.Unacknowledged && _acks is { IsFull: true };

    /// <summary>What the CONNACK has to say; set once the server has been given the CONNECT.</summary>
    public MqttConnectReasonCode Answer => _verdict?.Code ?? MqttConnectReasonCode.UnspecifiedError;

    /// <summary>The client id and its parameters; null before they were read.</summary>
    public MqttClientId? Announced => _verdict?.Announced;

    public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await NextAsync(cancellationToken).ConfigureAwait(false) is { } packet)
            {
                if (IsFull)
                {
                    Log(EmulatorEventCode.RateExceeded, $"{AckGate.Most} messages wait for their PUBACK: nothing is read");
                    await channel.FlushAsync(cancellationToken).ConfigureAwait(false);
                    await _acks!.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
                }

                if (_deaf)
                    continue;
                await PassAsync(cancellationToken).ConfigureAwait(false);
                _presence?.Touch();
                var (forServer, goOn) = await HandleAsync(packet, cancellationToken).ConfigureAwait(false);
                if (forServer is not null)
                    return forServer;
                if (!goOn)
                    break;
            }
        }
        catch (Exception exception) when (PacketChannel.IsEnd(exception))
        {
            _endReason ??= cancellationToken.IsCancellationRequested && _verdict is null ? "the time is over"
                : cancellationToken.IsCancellationRequested || channel.Over.IsCancellationRequested ? Closed
                : $"the connection broke: {exception.Message}";
        }

        return null;
    }

    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        try
        {
            await PassAsync(cancellationToken).ConfigureAwait(false);
            Prepare(packet);
            await (packet is MqttPublishPacket publish
                ? DeliverAsync(publish, cancellationToken)
                : channel.SendAsync(packet, cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception exception) when (PacketChannel.IsEnd(exception))
        {
            // The receiving side notices it too and ends the connection; QoS 1 stays in the session.
            _endReason ??= "the connection broke";
        }
    }

    public Task DisconnectAsync(CancellationToken cancellationToken) => channel.CloseAsync(_violated);

    public void ResetStatistics()
    {
    }

    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes the answer to what is worked off; false where it has to go through the session's queue.</summary>
    public bool TryAnswer(DeviceEntry carrier, string topic, ReadOnlySpan<byte> payload) =>
        shared.Faults.IsEmpty && carrier.IsHeldBy(this) && carrier.Outbox.IsWritten
        && channel.TryPostMessage(topic, payload);

    /// <summary>
    /// Ends the connection because its identity has connected again: without any packet, as the platform does.
    /// </summary>
    public void Kick()
    {
        _kicked = true;
        Abort();
    }

    /// <summary>Ends the connection at once, for a reason that the log is to show.</summary>
    public void End(string reason = Closed)
    {
        _endReason ??= reason;
        Abort();
    }

    public void Abort() => channel.Abort();

    public void LogKick(string message) => Log(EmulatorEventCode.Kicked, message);

    /// <summary>Clears up after the server has let go of the connection.</summary>
    public void Leave()
    {
        string reason = _endReason ?? channel.PeerClosed ?? "the connection broke";
        if (_verdict is null)
            Log(EmulatorEventCode.HandshakeFailed, $"no CONNECT: {reason}");
        bool byPeer = _parted || _endReason?.StartsWith("the connection broke", StringComparison.Ordinal) != false;
        channel.Witness?.Ended(reason, byPeer && !_kicked);
        _presence?.Leave(lost: !_parted && !_kicked);
        if (_presence is { WasOnline: true } && !_kicked)
            Log(EmulatorEventCode.Disconnected, reason);
        Ending.TrySetResult();
    }

    public void Dispose()
    {
        _presence?.Dispose();
        channel.Dispose();
    }

    private async ValueTask<MqttPacket?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await channel.ReceiveAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OversizedPublishException oversized) when (_presence is { } presence)
            {
                presence.Touch();
                shared.Intake.TooLong(presence.Device.Identity, _verdict!.ClientId, $"{oversized.Length} bytes of a PUBLISH");
            }
            catch (Exception exception) when (!PacketChannel.IsEnd(exception))
            {
                Violation(exception.Message);
                if (_verdict is null && exception is MqttProtocolViolationException)
                    await channel.SendFrameAsync(s_unacceptableVersion, cancellationToken).ConfigureAwait(false);
                return null;
            }
        }
    }

    private async ValueTask<(MqttPacket? ForServer, bool GoOn)> HandleAsync(
        MqttPacket packet, CancellationToken cancellationToken)
    {
        if (packet is MqttConnectPacket connect)
        {
            if (_verdict is not null)
                return Violation("a second CONNECT [MQTT-3.1.0-2]");
            return await AdmitAsync(connect, cancellationToken).ConfigureAwait(false) ? (connect, true) : (null, false);
        }

        if (_presence is not { } presence)
            return Violation("the first packet is no CONNECT [MQTT-3.1.0-1]");
        if (PacketRules.FaultOf(packet) is { } fault)
            return Violation(fault);
        switch (packet)
        {
            case MqttPublishPacket publish:
                return (null, await TakeAsync(presence, publish).ConfigureAwait(false));
            case MqttSubscribePacket subscribe:
                presence.Subscriptions.Restrict(subscribe);
                return (subscribe, true);
            case MqttUnsubscribePacket unsubscribe:
                presence.Subscriptions.Forget(unsubscribe);
                return (unsubscribe, true);
            case MqttPubAckPacket ack when _faults!.IsSurplus(ack.PacketIdentifier):
                return (null, true);
            case MqttPubAckPacket:
                presence.Device.Outbox.Acknowledged();
                break;
            case MqttDisconnectPacket:
                _parted = true;
                _endReason = "the device disconnected";
                break;
            case not MqttPingReqPacket:
                return Violation($"{packet.GetType().Name} has no place here");
        }

        return (packet, true);
    }

    // False ends the connection without the server having seen a CONNECT.
    private async Task<bool> AdmitAsync(MqttConnectPacket connect, CancellationToken cancellationToken)
    {
        var verdict = _verdict = shared.Verify(connect, channel, secure);
        connect.Password = null;
        _faults = new LinkFaults(shared.Faults, channel.DeviceKey = verdict.Device?.Key);
        if (_faults.BlackHole)
        {
            // That the CONNECT was late is not the peer's fault, so the time for it is over no more.
            cancellationToken = channel.Over;
            await _faults.PassAsync(cancellationToken, cancellationToken).ConfigureAwait(false);
        }

        if (verdict.Accepted && _faults.TakeRefusal() is { } code)
            _verdict = verdict = verdict.RefuseOnCommand(code);
        if (!verdict.Accepted)
        {
            Log(EmulatorEventCode.Refused, $"{verdict.Reason} (CONNACK {verdict.ReturnCode})");
            // The server overrules the verdict when the client id is empty.
            connect.ClientId = "refused";
            return true;
        }

        if (verdict.Registration is not null)
        {
            answered();
            var exchange = new RegistrationExchange(channel, shared.Cloud.Registration, shared.Options.TimeProvider);
            _endReason ??= await exchange.RunAsync(verdict.Registration, channel.Over).ConfigureAwait(false);
            return false;
        }

        _presence = DevicePresence.Of(shared, this, verdict.Device!, verdict.ClientId, connect);
        var previous = await _presence.EnterAsync(cancellationToken).ConfigureAwait(false);
        previous?.LogKick($"connected again from {remote}, the connection from {previous.RemoteEndPoint} was closed");
        return true;
    }

    private async ValueTask<bool> TakeAsync(DevicePresence presence, MqttPublishPacket publish)
    {
        if (shared.Intake.Take(presence.Device, _verdict!.ClientId, publish) is not { } payload)
            return true;
        string? end = _faults!.CountMessage();
        // Before its service, whose answer is to come behind the PUBACK.
        if (end is null && publish.PacketIdentifier > 0 && !TryHold(publish.PacketIdentifier))
            channel.PostAcknowledgement(publish.PacketIdentifier);
        shared.Cloud.Take(presence.Device, this, publish.Topic, payload);
        if (end is null)
            return true;
        await channel.FlushAsync(channel.Over).ConfigureAwait(false);
        End(end);
        return false;
    }

    // A gate is made at the first fault that asks for one.
    private bool TryHold(ushort packetId) =>
        (_acks ??= _faults!.StallAcks ? NewGate(_faults) : null)?.TryHold(packetId) == true;

    private AckGate NewGate(LinkFaults faults) => new(
        faults,
        id => SendPacketAsync(new MqttPubAckPacket { PacketIdentifier = id }, channel.Over),
        channel.Over);

    private ValueTask PassAsync(CancellationToken cancellationToken) =>
        _faults is { BlackHole: true } ? _faults.PassAsync(channel.Over, cancellationToken) : ValueTask.CompletedTask;

    private async Task DeliverAsync(MqttPublishPacket publish, CancellationToken cancellationToken)
    {
        bool acknowledged = publish.QualityOfServiceLevel != MqttQualityOfServiceLevel.AtMostOnce;
        bool twice = acknowledged && _faults!.DuplicatesDelivery(publish.PacketIdentifier);
        // Before it is written: the device may answer faster than the write returns, and this one is to stay open.
        string? dropReason = _faults!.CountDelivery();
        _deaf = dropReason is not null;
        for (int copies = twice ? 2 : 1; copies > 0; copies--)
            await channel.SendAsync(publish, cancellationToken).ConfigureAwait(false);
        if (!acknowledged)
            _presence?.Device.Outbox.Written();
        if (dropReason is not null)
            End(dropReason);
    }

    private void Prepare(MqttPacket packet)
    {
        switch (packet)
        {
            case MqttConnAckPacket ack:
                answered();
                if (!_verdict!.Accepted)
                    break;
                string resumed = ack.IsSessionPresent ? ", session resumed" : "";
                string served = AutomaticSubscription.IsExpectedBy(Announced) ? ", system topics without SUBSCRIBE" : "";
                Log(EmulatorEventCode.Connected, $"{channel.Transport} from {remote}{resumed}{served}");
                _presence!.Attach(ack.IsSessionPresent);
                break;
            case MqttSubAckPacket ack:
                _presence?.Subscriptions.Answer(ack);
                break;
        }
    }

    private (MqttPacket?, bool) Violation(string what)
    {
        _violated = true;
        _endReason = $"protocol violation: {what}";
        Log(EmulatorEventCode.ProtocolViolation, what);
        return (null, false);
    }

    private void Log(EmulatorEventCode code, string message) =>
        shared.Events.Add(code, message, _verdict?.Device?.Identity, _verdict?.ClientId);
}
