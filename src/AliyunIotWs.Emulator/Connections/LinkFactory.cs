using System.Net;
using AliyunIotWs.Emulator.Authentication;
using AliyunIotWs.Emulator.Cloud;
using AliyunIotWs.Emulator.Events;
using AliyunIotWs.Emulator.Faults;
using AliyunIotWs.Emulator.Hosting;
using AliyunIotWs.Emulator.Messages;
using MQTTnet.Packets;

namespace AliyunIotWs.Emulator.Connections;

/// <summary>What all connections of an emulator share.</summary>
internal sealed record LinkFactory(
    ConnectVerifier Verifier,
    CloudServices Cloud,
    PublishIntake Intake,
    FaultBoard Faults,
    EmulatorEventLog Events,
    EmulatorOptions Options)
{
    /// <summary>Makes the witness of each connection, of which the argument is true under TLS; null while nobody looks.</summary>
    public Func<bool, IConnectionWitness>? Witness { get; set; }

    /// <summary>Makes the connection of one peer.</summary>
    /// <param name="bytes">What carries it; it belongs to the connection from now on.</param>
    /// <param name="remote">The peer's address.</param>
    /// <param name="secure">True under TLS.</param>
    /// <param name="answered">Is called when the CONNECT has been answered.</param>
    /// <param name="witness">Of this connection; null where there is none.</param>
    public DeviceLink Create(
        IByteChannel bytes, EndPoint? remote, bool secure, Action answered, IConnectionWitness? witness = null)
    {
        var channel = new PacketChannel(new ShapedByteChannel(bytes, Faults, Options.TimeProvider), witness);
        return new(this, channel, remote, secure, answered);
    }

    /// <summary>Says what a CONNECT is answered with.</summary>
    public ConnectVerdict Verify(MqttConnectPacket connect, PacketChannel channel, bool secure)
    {
        var version = channel.Formatter.ProtocolVersion;
        var verdict = Verifier.Verify(connect, version, secure);
        return channel.Witness?.Weigh(connect, version, channel.Transport, verdict) ?? verdict;
    }

    public void Report(Exception exception) =>
        Events.Add(EmulatorEventCode.InternalError, $"{exception.GetType().Name}: {exception.Message}");
}
