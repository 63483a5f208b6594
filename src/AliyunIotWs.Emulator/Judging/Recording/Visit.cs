using System.Buffers;
using System.Net.Security;
using AliyunIotWs.Emulator.Authentication;
using AliyunIotWs.Emulator.Certificates;
using AliyunIotWs.Emulator.Connections;
using AliyunIotWs.Emulator.Devices;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace AliyunIotWs.Emulator.Judging.Recording;

/// <summary>
/// One connection of the device. Who does not say who it is counts for the device; a connection of another device is
/// foreign, and nothing of it is kept.
/// </summary>
internal sealed class Visit(DeviceRecord record, Gate gate, DeviceEntry device, bool secure) : IConnectionWitness
{
    private readonly Gate.Showing? _shown = secure ? gate.Shown : null;
    private volatile bool _foreign;

    public TimeSpan OpenedAt { get; } = record.Now;

    public bool Secure => secure;

    /// <summary>The flaw of the certificate that was shown; null for the right one, and without TLS.</summary>
    public CertificateFlaw? Flaw => _shown?.Flaw;

    public bool TurnsAway { get; } = gate.IsClosed;

    /// <summary>When the first bytes came above TCP, or TLS; null before.</summary>
    public TimeSpan? SpokeAt { get; private set; }

    /// <summary>Why there was no MQTT connection; null where there was, or the end is still open.</summary>
    public string? Failure { get; private set; }

    public ConnectFacts? Connect { get; private set; }

    /// <summary>The CONNACK's; null before it.</summary>
    public int? ReturnCode { get; private set; }

    public bool SessionPresent { get; private set; }

    /// <summary>When it was let in; null before, and where it was not.</summary>
    public TimeSpan? OnlineAt { get; private set; }

    public TimeSpan? EndedAt { get; private set; }

    public string? EndReason { get; private set; }

    /// <summary>True where the device has ended it, or it broke.</summary>
    public bool EndedByDevice { get; private set; }

    /// <summary>True after a DISCONNECT of the device.</summary>
    public bool Parted { get; private set; }

    public bool IsForeign => _foreign;

    public bool IsOnline => OnlineAt is not null && EndedAt is null;

    /// <summary>For people: ws, wss, tcp or tls, as far as it is known.</summary>
    public string Transport => Connect?.Transport ?? (secure ? "TLS" : "TCP");

    public SslStreamCertificateContext? CertificateFor(bool rsaOnly) =>
        rsaOnly ? _shown?.Certificates.RsaContext : _shown?.Certificates.Context;

    public void HandshakeFailed(string reason)
    {
        Failure = reason;
        Ended(reason, byPeer: true);
    }

    public void Spoke()
    {
        SpokeAt = record.Now;
        record.Changed();
    }

    public ConnectVerdict Weigh(
        MqttConnectPacket connect, MqttProtocolVersion version, string transport, ConnectVerdict verdict)
    {
        _foreign = verdict.Device is { } other && !ReferenceEquals(other, device);
        if (_foreign)
            return verdict;
        Connect = new ConnectFacts(
            record.Now,
            transport,
            version,
            connect.ClientId ?? string.Empty,
            connect.Username ?? string.Empty,
            connect.Password?.Length ?? 0,
            connect.KeepAlivePeriod,
            connect.CleanSession,
            connect.WillFlag,
            verdict);
        record.Changed();

        // Where it can be told who it is, a mistake in the CONNECT is not to hide the others.
        bool known = verdict is { Device: not null, Announced: not null };
        if (!verdict.Accepted && !(known && version != MqttProtocolVersion.V500 && verdict.Registration is null))
            return verdict;
        int refusal = gate.Refusal;
        return refusal == 0 ? verdict.Pardon() : verdict.RefuseOnCommand(refusal);
    }

    public void Received(MqttPacket packet)
    {
        if (_foreign || Connect is null)
            return;
        Parted |= packet is MqttDisconnectPacket;
        record.Add(Describe(packet, fromDevice: true));
    }

    public void ReceivedOversized(int length)
    {
        if (!_foreign)
            record.Add(new Passage(this, record.Now, FromDevice: true, PassageKind.Publish) { Length = length });
    }

    public void Sent(MqttPacket packet)
    {
        if (_foreign)
            return;
        if (packet is not MqttConnAckPacket answer)
        {
            record.Add(Describe(packet, fromDevice: false));
            return;
        }

        ReturnCode = (int)answer.ReturnCode;
        SessionPresent = answer.IsSessionPresent;
        if (ReturnCode == 0)
            OnlineAt = record.Now;
        record.Changed();
    }

    public void Ended(string reason, bool byPeer)
    {
        if (EndedAt is not null)
            return;
        EndReason = reason;
        EndedByDevice = byPeer;
        EndedAt = record.Now;
        record.Changed();
    }

    private Passage Describe(MqttPacket packet, bool fromDevice)
    {
        var plain = new Passage(this, record.Now, fromDevice, KindOf(packet));
        return packet switch
        {
            MqttPublishPacket publish => Describe(publish, plain),
            MqttPubAckPacket ack => plain with { PacketId = ack.PacketIdentifier },
            MqttSubscribePacket subscribe => plain with
            {
                PacketId = subscribe.PacketIdentifier,
                Filters = [.. subscribe.TopicFilters.Select(filter => filter.Topic)],
            },
            MqttSubAckPacket ack => plain with
            {
                PacketId = ack.PacketIdentifier,
                Codes = [.. ack.ReasonCodes.Select(code => (int)code)],
            },
            MqttUnsubscribePacket unsubscribe => plain with
            {
                PacketId = unsubscribe.PacketIdentifier,
                Filters = [.. unsubscribe.TopicFilters],
            },
            _ => plain,
        };
    }

    private Passage Describe(MqttPublishPacket publish, Passage plain)
    {
        int length = (int)publish.Payload.Length;
        return plain with
        {
            PacketId = publish.PacketIdentifier,
            Topic = publish.Topic ?? string.Empty,
            Qos = (int)publish.QualityOfServiceLevel,
            Dup = publish.Dup,
            Retain = publish.Retain,
            Length = length,
            Payload = publish.Payload.Slice(0, Math.Min(length, Passage.KeptBytes)).ToArray(),
            Fault = plain.FromDevice ? device.SpeakerOf(publish.Topic).FaultOfPublish(publish.Topic) : null,
        };
    }

    private static PassageKind KindOf(MqttPacket packet) => packet switch
    {
        MqttPublishPacket => PassageKind.Publish,
        MqttPubAckPacket => PassageKind.PubAck,
        MqttSubscribePacket => PassageKind.Subscribe,
        MqttSubAckPacket => PassageKind.SubAck,
        MqttUnsubscribePacket => PassageKind.Unsubscribe,
        MqttPingReqPacket or MqttPingRespPacket => PassageKind.Ping,
        MqttDisconnectPacket => PassageKind.Disconnect,
        _ => PassageKind.Other,
    };
}
