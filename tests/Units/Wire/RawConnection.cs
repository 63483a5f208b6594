using System.Net.Sockets;
using System.Net.WebSockets;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace AliyunIotWs.Units.Wire;

/// <summary>One WebSocket at the far end: packets in, bytes out, and the frames counted.</summary>
internal sealed class RawConnection(TcpClient client, WebSocket socket) : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly MqttPacketFormatterAdapter _formatter = new(MqttProtocolVersion.V311, new MqttBufferWriter(64, 1024));
    private readonly List<byte> _unread = [];
    private readonly byte[] _buffer = new byte[64 * 1024];

    public WebSocket Socket => socket;

    /// <summary>How many whole WebSocket messages have been read.</summary>
    public int Frames { get; private set; }

    /// <summary>The sizes of those messages in bytes.</summary>
    public List<int> FrameSizes { get; } = [];

    public async Task<MqttConnectPacket> AcceptAsync(byte returnCode = 0, bool sessionPresent = false)
    {
        var connect = (MqttConnectPacket)(await ReadAsync())!;
        await SendAsync([0x20, 2, (byte)(sessionPresent ? 1 : 0), returnCode]);
        return connect;
    }

    /// <summary>The next packet, or null when the client has closed or gone.</summary>
    public async Task<MqttPacket?> ReadAsync()
    {
        while (true)
        {
            if (TryCut() is { } packet)
                return packet;
            try
            {
                int size = 0;
                ValueWebSocketReceiveResult result;
                do
                {
                    result = await socket.ReceiveAsync(_buffer.AsMemory(), default).AsTask().WaitAsync(s_limit);
                    if (result.MessageType == WebSocketMessageType.Close)
                        return null;
                    _unread.AddRange(_buffer.AsSpan(0, result.Count));
                    size += result.Count;
                }
                while (!result.EndOfMessage);
                Frames++;
                FrameSizes.Add(size);
            }
            catch (WebSocketException)
            {
                return null;
            }
        }
    }

    public async Task<T> ReadAsync<T>()
        where T : MqttPacket => Assert.IsType<T>(await ReadAsync());

    /// <summary>Grants the one filter of a SUBSCRIBE.</summary>
    public Task GrantAsync(MqttSubscribePacket subscribe) => SendAsync(
        [0x90, 3, (byte)(subscribe.PacketIdentifier >> 8), (byte)subscribe.PacketIdentifier, 1]);

    public async Task SendAsync(byte[] bytes, bool endOfMessage = true) =>
        await socket.SendAsync(bytes.AsMemory(), WebSocketMessageType.Binary, endOfMessage, default);

    /// <summary>Bytes past the WebSocket, for a frame that no runtime would send.</summary>
    public async Task SendRawAsync(byte[] bytes) => await client.GetStream().WriteAsync(bytes);

    /// <summary>Reads PUBLISH packets of QoS 1 until the end and keeps nothing of them.</summary>
    public async Task SwallowAsync(bool acknowledge)
    {
        byte[] packet = new byte[512 * 1024];
        int have = 0;
        while (true)
        {
            var result = await socket.ReceiveAsync(packet.AsMemory(have), default);
            if (result.MessageType == WebSocketMessageType.Close)
                return;
            have += result.Count;
            while (have > 4 && Length(packet) is var total && total <= have)
            {
                int header = total < 130 ? 2 : total < 16_387 ? 3 : total < 2_097_156 ? 4 : 5;
                int id = header + 2 + packet[header + 1];
                if (acknowledge)
                    await AcknowledgeAsync((ushort)((packet[id] << 8) | packet[id + 1]));
                packet.AsSpan(total, have - total).CopyTo(packet);
                have -= total;
            }
        }
    }

    /// <summary>Takes so many bytes in each interval, and answers nothing.</summary>
    public async Task ReadSlowlyAsync(int bytes, TimeSpan interval, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(interval);
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                for (int left = bytes; left > 0;)
                    left -= (await socket.ReceiveAsync(_buffer.AsMemory(0, Math.Min(left, _buffer.Length)), cancellation)).Count;
                await timer.WaitForNextTickAsync(cancellation);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // The end.
        }
    }

    public Task AcknowledgeAsync(ushort packetId) => SendAsync([0x40, 2, (byte)(packetId >> 8), (byte)packetId]);

    /// <summary>Cuts the wire with a reset, as a crash does.</summary>
    public void Reset()
    {
        client.LingerState = new LingerOption(true, 0);
        client.Close();
    }

    /// <summary>Ends the stream without a word, as the system does for a process that was killed.</summary>
    public void Close() => client.Close();

    public void Dispose()
    {
        socket.Dispose();
        client.Dispose();
    }

    private static int Length(byte[] packet)
    {
        int length = 0;
        int header = 1;
        do
            length |= (packet[header] & 0x7F) << (7 * (header - 1));
        while (packet[header++] >= 0x80);
        return header + length;
    }

    private MqttPacket? TryCut()
    {
        if (_unread.Count < 2)
            return null;
        int length = 0;
        int header = 1;
        byte digit;
        do
        {
            if (header == _unread.Count)
                return null;
            digit = _unread[header];
            length |= (digit & 0x7F) << (7 * (header - 1));
            header++;
        }
        while (digit >= 0x80);
        int total = header + length;
        if (_unread.Count < total)
            return null;
        byte[] body = [.. _unread.Skip(header).Take(length)];
        byte first = _unread[0];
        _unread.RemoveRange(0, total);
        return _formatter.Decode(new ReceivedMqttPacket(first, body, total));
    }
}
