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
/// MQTT packets over a peer's bytes. What is posted while the peer's packets are worked off leaves in one frame, before
/// more of them is waited for; a frame may hold any number of packets [MQTT-6.0.0-2]. A packet that is longer than any
/// valid one is never buffered.
/// </summary>
internal sealed class PacketChannel : IDisposable
{
    // The longest topic that MQTT can express, its length, a packet id and the platform's largest payload.
    private const int BodyLimit = PlatformLimits.PayloadBytes + ushort.MaxValue + 4;
    private const int PublishType = 3;

    private static readonly TimeSpan s_closeLimit = TimeSpan.FromSeconds(2);

    // Answers that may wait for a peer that does not take them.
    private const int MostPosted = 1_000;

    // Answers that wait while more of the peer's packets are there already: a frame for a few costs more than the few.
    private const int MostGathered = 32;

    private readonly object _gate = new();
    private readonly OutgoingBytes _outgoing = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ShapedByteChannel _bytes;
    private readonly PacketReader _reader;
    private RepeatedTopic? _topic;
    private int _acknowledgements;
    private int _messages;
    private bool _flushing;

    public PacketChannel(ShapedByteChannel bytes, IConnectionWitness? witness)
    {
        _bytes = bytes;
        Witness = witness;
        _reader = new PacketReader(ReadAsync);
    }

    public MqttPacketFormatterAdapter Formatter { get; } = new(new MqttBufferWriter(64, 4096));

    /// <summary>Who looks on; null where nobody does.</summary>
    public IConnectionWitness? Witness { get; }

    /// <summary>Whose connection it is, for the faults of its line; null until that is known.</summary>
    public string? DeviceKey
    {
        get => _bytes.DeviceKey;
        set => _bytes.DeviceKey = value;
    }

    /// <summary>For the log: ws, wss, tcp or tls.</summary>
    public string Transport => _bytes.Transport;

    /// <summary>How the peer ended the connection; null while it has not.</summary>
    public string? PeerClosed => _bytes.PeerClosed;

    /// <summary>Is cancelled with <see cref="Abort"/> or <see cref="Dispose"/>: ends what does not wait for the socket.</summary>
    public CancellationToken Over => _bytes.Over;

    /// <summary>True for the exceptions in which a connection ends.</summary>
    public static bool IsEnd(Exception exception) =>
        exception is WebSocketException or IOException or SocketException or ObjectDisposedException or OperationCanceledException;

    /// <summary>Reads the next packet; null when the connection has ended.</summary>
    /// <exception cref="MqttProtocolViolationException">The peer sent what is not MQTT.</exception>
    /// <exception cref="OversizedPublishException">A PUBLISH was longer than any valid one; it is skipped.</exception>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    public async ValueTask<MqttPacket?> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (_acknowledgements >= MostPosted)
            await FlushQuietlyAsync(cancellationToken).ConfigureAwait(false);
        if (await _reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false) is not var (flags, length))
            return null;
        if (_reader.TryTake(length, out var body))
            return Decode(flags, body);
        if (length > BodyLimit)
        {
            if (flags >> 4 != PublishType)
                throw new MqttProtocolViolationException($"A packet of {length} bytes is longer than any valid one.");
            Witness?.ReceivedOversized(length);
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

    /// <summary>
    /// Takes a PUBACK that leaves before more of the peer is waited for. Once 1,000 wait, the peer is read no more until it
    /// takes them.
    /// </summary>
    public void PostAcknowledgement(ushort packetId)
    {
        lock (_gate)
        {
            Witness?.Sent(new MqttPubAckPacket { PacketIdentifier = packetId });
            _outgoing.AddAcknowledgement(packetId);
            _acknowledgements++;
        }
    }

    /// <summary>Takes a message of QoS 0 likewise; false where 1,000 wait.</summary>
    public bool TryPostMessage(string topic, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (_messages >= MostPosted)
                return false;
            Witness?.Sent(new MqttPublishPacket { Topic = topic, PayloadSegment = payload.ToArray() });
            _outgoing.AddMessage(topic, payload);
            _messages++;
            return true;
        }
    }

    /// <summary>Sends a packet, and what was posted before it.</summary>
    public async Task SendAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Before it is written: the answer may come faster than the write returns.
            Witness?.Sent(packet);
            _outgoing.Add(Formatter.Encode(packet));

            // The session sends the same object again if it is not acknowledged [MQTT-3.3.1-1]. Not after the write:
            // the peer may have read it, gone and come back before that has returned here.
            if (packet is MqttPublishPacket { QualityOfServiceLevel: > MqttQualityOfServiceLevel.AtMostOnce } publish)
                publish.Dup = true;
            Formatter.Cleanup();
        }

        await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends when all that was taken before is written.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        ArraySegment<byte> frame;
        lock (_gate)
        {
            frame = _outgoing.Take();
            _acknowledgements = _messages = 0;
        }

        try
        {
            if (frame.Count > 0)
                await _bytes.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            OutgoingBytes.Return(frame);
            _sending.Release();
        }
    }

    /// <summary>Sends bytes as one frame, for answers that have no packet in the peer's version.</summary>
    public ValueTask SendFrameAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken) =>
        _bytes.WriteAsync(frame, cancellationToken);

    /// <summary>Ends the connection at once, without a word.</summary>
    public void Abort() => _bytes.Abort();

    /// <summary>
    /// Closes in good order, so that what was sent last arrives; gives the peer 2 s for it, and no time at all when it
    /// broke the protocol.
    /// </summary>
    public async Task CloseAsync(bool violated)
    {
        using var patience = new CancellationTokenSource(s_closeLimit);
        try
        {
            await FlushAsync(patience.Token).ConfigureAwait(false);
            await _bytes.CloseAsync(violated, patience.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            // The peer was faster, or never answered.
        }
    }

    public void Dispose()
    {
        _bytes.Dispose();
        _sending.Dispose();
    }

    private ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        var reading = _bytes.ReadAsync(target, cancellationToken);
        FlushPosted(gather: reading.IsCompletedSuccessfully);
        return reading;
    }

    // Not waited for: who does not read what he is sent is not kept from sending.
    private void FlushPosted(bool gather)
    {
        lock (_gate)
        {
            if (_flushing || _outgoing.Length == 0 || (gather && _acknowledgements + _messages < MostGathered))
                return;
            _flushing = true;
        }

        _ = WriteOutAsync();
    }

    private async Task WriteOutAsync()
    {
        while (true)
        {
            await FlushQuietlyAsync(CancellationToken.None).ConfigureAwait(false);
            lock (_gate)
            {
                _flushing = _outgoing.Length > 0;
                if (!_flushing)
                    return;
            }
        }
    }

    private async ValueTask FlushQuietlyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            // What the peer sent before it went is still read; the end shows there.
        }
    }

    private MqttPacket Decode(byte flags, ArraySegment<byte> body)
    {
        var packet = DecodePacket(flags, body);
        Witness?.Received(packet);
        return packet;
    }

    private MqttPacket DecodePacket(byte flags, ArraySegment<byte> body)
    {
        if (flags >> 4 == PublishType && _topic?.Read(flags, body) is { } publish)
            return publish;
        var received = new ReceivedMqttPacket(flags, body, body.Count + 2);
        if (Formatter.ProtocolVersion == MqttProtocolVersion.Unknown)
            Formatter.DetectProtocolVersion(received);
        PacketRules.Check(flags, body, Formatter.ProtocolVersion);
        var packet = Formatter.Decode(received) ?? throw new MqttProtocolViolationException("The packet is malformed.");
        if (packet is MqttPublishPacket { Topic: { } topic } && Formatter.ProtocolVersion != MqttProtocolVersion.V500)
            (_topic ??= new()).Keep(topic, body);
        return packet;
    }
}
