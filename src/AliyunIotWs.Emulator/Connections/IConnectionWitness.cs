using System.Net.Security;
using AliyunIotWs.Emulator.Authentication;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace AliyunIotWs.Emulator.Connections;

/// <summary>
/// Stands beside one connection, from its accept to its end: sees what passes, and has a say in how the peer is met. Is
/// called on the threads of the connection, so that it never waits.
/// </summary>
internal interface IConnectionWitness
{
    /// <summary>True where the connection is to be reset before a word was said, as by a port that takes none.</summary>
    bool TurnsAway { get; }

    /// <summary>The certificate to show in the place of the emulator's own; null for that one.</summary>
    /// <param name="rsaOnly">The peer knows no elliptic curves.</param>
    SslStreamCertificateContext? CertificateFor(bool rsaOnly);

    /// <summary>The peer got no MQTT connection.</summary>
    void HandshakeFailed(string reason);

    /// <summary>The peer sent its first bytes above TCP, or above TLS: it goes on with what it was shown.</summary>
    void Spoke();

    /// <summary>A CONNECT has come.</summary>
    /// <param name="connect">As it was sent, the password included.</param>
    /// <param name="version">Of the protocol.</param>
    /// <param name="transport">ws, wss, tcp or tls.</param>
    /// <param name="verdict">What the platform thinks of it.</param>
    /// <returns>What it is to be answered with.</returns>
    ConnectVerdict Weigh(
        MqttConnectPacket connect, MqttProtocolVersion version, string transport, ConnectVerdict verdict);

    /// <summary>A packet has come after the CONNECT.</summary>
    void Received(MqttPacket packet);

    /// <summary>A PUBLISH has come that is longer than any valid one.</summary>
    /// <param name="length">Of the packet, in bytes.</param>
    void ReceivedOversized(int length);

    /// <summary>A packet has been written.</summary>
    void Sent(MqttPacket packet);

    /// <summary>The connection has ended.</summary>
    /// <param name="reason">In words.</param>
    /// <param name="byPeer">True where the peer has ended it, or it broke.</param>
    void Ended(string reason, bool byPeer);
}
