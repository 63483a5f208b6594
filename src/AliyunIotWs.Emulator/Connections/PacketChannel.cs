using System.Buffers;
using System.Net.Sockets;
using System.Net.WebSockets;
using AliyunIotWs.Emulator.Authorization;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace AliyunIotWs.Emulator.Connections;

/// <summary>
/// MQTT packets over a peer's bytes, each one sent in a frame of its own. A packet that is longer than any valid one is
/// never buffered.
/// </summary>
internal sealed class PacketChannel(ShapedByteChannel bytes, IConnectionWitness? witness) : IDisposable
{
    // The longest topic that MQTT can express, its length, a packet id and the platform's largest payload.
    private const int BodyLimit = PlatformLimits.PayloadBytes + ushort.MaxValue + 4;
    private const int PublishType = 3;

    private static readonly TimeSpan s_closeLimit = TimeSpan.FromSeconds(2);

    private readonly PacketReader _reader = new(bytes);
    private readonly SemaphoreSlim _sending = new(1, 1);

    public MqttPacketFormatterAdapter Formatter { get; } = new(new MqttBufferWriter(64, 4096));

    /// <summary>Who looks on; null where nobody does.</summary>
    public IConnectionWitness? Witness => witness;

    /// <summary>Whose connection it is, for the faults of its line; null until that is known.</summary>
    public string? DeviceKey
    {
        get => bytes.DeviceKey;
        set => bytes.DeviceKey = value;
    }

    /// <summary>For the log: ws, wss, tcp or tls.</summary>
    public string Transport => bytes.Transport;

    /// <summary>How the peer ended the connection; null while it has not.</summary>
    public string? PeerClosed => bytes.PeerClosed;

    /// <summary>True for the exceptions in which a connection ends.</summary>
    public static bool IsEnd(Exception exception) =>
        exception is WebSocketException or IOException or SocketException or ObjectDisposedException or OperationCanceledException;

    /// <summary>Reads the next packet; null when the connection has ended.</summary>
    /// <exception cref="MqttProtocolViolationException">The peer sent what is not MQTT.</exception>
    /// <exception cref="OversizedPublishException">A PUBLISH was longer than any valid one; it is skipped.</exception>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    public async ValueTask<MqttPacket?> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (await _reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false) is not var (flags, length))
            return null;
        if (_reader.TryTake(length, out var body))
            return Decode(flags, body);
        if (length > BodyLimit)
        {
            if (flags >> 4 != PublishType)
                throw new MqttProtocolViolationException($"A packet of {length} bytes is longer than any valid one.");
            witness?.ReceivedOversized(length);
            return await _reader.SkipAsync(length, cancellationToken).ConfigureAwait(false)
                ? throw new OversizedPublishException(length)
                : null;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            bool whole = await _reader.CopyAsync(rented.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
            return whole ? Decode(flags, new ArraySegment<byte>(rented, 0, length)) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Sends a packet as one binary frame.</summary>
    public async Task SendAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Before it is written: the answer may come faster than the write returns.
            witness?.Sent(packet);
            var parts = Formatter.Encode(packet);

            // The session sends the same object again if it is not acknowledged [MQTT-3.3.1-1]. Not after the write:
            // the peer may have read it, gone and come back before that has returned here.
            if (packet is MqttPublishPacket { QualityOfServiceLevel: > MqttQualityOfServiceLevel.AtMostOnce } publish)
                publish.Dup = true;
            await SendFrameAsync(parts.Join(), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Formatter.Cleanup();
            _sending.Release();
        }
    }

    /// <summary>Sends bytes as one frame, for answers that have no packet in the peer's version.</summary>
    public ValueTask SendFrameAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken) =>
        bytes.WriteAsync(frame, cancellationToken);

    /// <summary>Ends the connection at once, without a word.</summary>
    public void Abort() => bytes.Abort();

    /// <summary>
    /// Closes in good order, so that what was sent last arrives; gives the peer 2 s for it, and no time at all when it
    /// broke the protocol.
    /// </summary>
    public async Task CloseAsync(bool violated)
    {
        using var patience = new CancellationTokenSource(s_closeLimit);
        try
        {
            await bytes.CloseAsync(violated, patience.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            // The peer was faster, or never answered.
        }
    }

    public void Dispose()
    {
        bytes.Dispose();
        _sending.Dispose();
    }

    private MqttPacket Decode(byte flags, ArraySegment<byte> body)
    {
        var received = new ReceivedMqttPacket(flags, body, body.Count + 2);
        if (Formatter.ProtocolVersion == MqttProtocolVersion.Unknown)
            Formatter.DetectProtocolVersion(received);
        PacketRules.Check(flags, body, Formatter.ProtocolVersion);
        var packet = Formatter.Decode(received) ?? throw new MqttProtocolViolationException("The packet is malformed.");
        witness?.Received(packet);
        return packet;
    }
}
