using System.Net.Sockets;

namespace Bench.Sinks;

/// <summary>One client of a sink.</summary>
internal sealed class SinkConnection : IPacketHandler, IDisposable
{
    private const int FirstBuffer = 4 * 1024;
    private const int LargestBuffer = 256 * 1024;

    private readonly Stream _stream;
    private readonly SinkState _state;
    private readonly FrameReader _frames;
    private readonly Replies _replies = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private int _published;
    private bool _connected;
    private bool _ended;

    public SinkConnection(Stream stream, SinkState state)
    {
        (_stream, _state) = (stream, state);
        _frames = new FrameReader(new PacketParser(this));
    }

    public async Task RunAsync()
    {
        try
        {
            await Upgrade.AcceptAsync(_stream);
            await ReadAllAsync();
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The client has gone.
        }
        finally
        {
            if (_connected)
                _state.RemoveConnect();
            await _stream.DisposeAsync();
        }
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await _writing.WaitAsync();
        try
        {
            await _stream.WriteAsync(bytes);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose()
    {
        _writing.Dispose();
        _stream.Dispose();
    }

    void IPacketHandler.OnPublish() => _published++;

    void IPacketHandler.OnAcknowledgeable(ushort packetId) => _replies.Acknowledge(packetId);

    void IPacketHandler.OnControl(int type, ushort packetId)
    {
        switch (type)
        {
            case 1:
                _connected = true;
                _state.AddConnect();
                _replies.Packet([0x20, 2, 0, 0]);
                break;
            case 8:
                _state.Subscriber = this;
                _replies.Packet([0x90, 3, (byte)(packetId >> 8), (byte)packetId, 0]);
                break;
            case 10:
                _replies.Packet([0xB0, 2, (byte)(packetId >> 8), (byte)packetId]);
                break;
            case 12:
                _replies.Packet([0xD0, 0]);
                break;
            case 14:
                _ended = true;
                break;
        }
    }

    private async Task ReadAllAsync()
    {
        byte[] buffer = new byte[FirstBuffer];
        int kept = 0;
        while (!_ended)
        {
            int read = await _stream.ReadAsync(buffer.AsMemory(kept));
            if (read == 0)
                return;
            int filled = kept + read;
            int done = _frames.Feed(buffer.AsSpan(0, filled));
            kept = filled - done;
            buffer.AsSpan(done, kept).CopyTo(buffer);
            if (filled == buffer.Length && buffer.Length < LargestBuffer)
                Array.Resize(ref buffer, 4 * buffer.Length);
            _state.AddReceived(_published);
            _published = 0;
            if (_frames.Closed)
                _replies.Frame(0x88, [0x03, 0xE8]);
            if (_replies.Length > 0)
                await WriteAsync(_replies.Bytes);
            _replies.Clear();
            _ended |= _frames.Closed;
        }
    }
}
