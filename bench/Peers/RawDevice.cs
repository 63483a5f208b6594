using System.Net.Sockets;
using System.Net.WebSockets;
using Bench.Harness;
using Bench.Sinks;

namespace Bench.Peers;

/// <summary>
/// A device of bytes made before, over TCP or WebSocket, so that what a broker can do shows and not what a client can. It
/// counts the bytes of the PUBACKs and looks no closer.
/// </summary>
public sealed class RawDevice : IDisposable
{
    private const int Batch = 50;
    private const int AnswerSize = 4;

    private readonly ClientWebSocket? _web;
    private readonly TcpClient? _tcp;
    private readonly byte[] _incoming = new byte[4096];
    private readonly SemaphoreSlim _acknowledged = new(0);
    private long _answers;

    private RawDevice(Uri endpoint)
    {
        if (endpoint.Scheme == "tcp")
        {
            _tcp = new TcpClient { NoDelay = true };
            return;
        }

        _web = new ClientWebSocket();
        _web.Options.AddSubProtocol("mqtt");
        _web.Options.KeepAliveInterval = TimeSpan.Zero;
    }

    /// <param name="endpoint">A URI of ws or tcp.</param>
    /// <param name="credential">The client id, and user name and password.</param>
    public static async Task<RawDevice> ConnectAsync(Uri endpoint, string[] credential)
    {
        var device = new RawDevice(endpoint);
        if (device._tcp is not null)
            await device._tcp.ConnectAsync(endpoint.Host, endpoint.Port);
        else
            await device._web!.ConnectAsync(endpoint, CancellationToken.None);
        await device.WriteAsync(MqttBytes.Connect(credential[0], credential[1], credential[2]));
        int read = await device.ReadAsync();
        return read == AnswerSize && device._incoming[AnswerSize - 1] == 0
            ? device
            : throw new IOException("The device was refused.");
    }

    /// <summary>Connects all, 32 at a time, and returns them.</summary>
    public static async Task<RawDevice[]> ConnectAsync(Uri endpoint, string[][] credentials)
    {
        var devices = new RawDevice[credentials.Length];
        await Parallel.ForAsync(
            0,
            devices.Length,
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (i, _) => devices[i] = await ConnectAsync(endpoint, credentials[i]));
        return devices;
    }

    /// <summary>Publishes 100 bytes each time; at QoS 1 no more wait for their PUBACK than the window.</summary>
    public async Task PublishAsync(string topic, int count, int qos, int window)
    {
        // Beside the caller, who goes on to receive; writes end at once as long as the socket takes them.
        await Task.Yield();
        int batch = Math.Min(Batch, window);
        byte[][] blocks = [.. Enumerable.Range(0, window / batch).Select(b => Block(topic, qos, b * batch, batch))];
        int size = blocks[0].Length / batch;
        _answers = 0;
        var reading = qos == 0 ? Task.CompletedTask : CountAsync(count);
        for (int sent = 0, next = 0; sent < count; next = (next + 1) % blocks.Length)
        {
            int some = Math.Min(batch, count - sent);
            while (qos > 0 && sent + some - Volatile.Read(ref _answers) > window)
                await _acknowledged.WaitAsync();
            await WriteAsync(blocks[next].AsMemory(0, some * size));
            sent += some;
        }

        await reading;
    }

    public void Dispose()
    {
        _web?.Dispose();
        _tcp?.Dispose();
        _acknowledged.Dispose();
    }

    private static byte[] Block(string topic, int qos, int first, int count)
    {
        byte[] payload = Load.Payload(Load.Size);
        return
        [
            .. Enumerable.Range(first + 1, count)
                .SelectMany(id => qos == 0 ? MqttBytes.Publish(topic, payload) : MqttBytes.Publish(topic, payload, (ushort)id)),
        ];
    }

    private async Task CountAsync(int count)
    {
        long bytes = 0;
        while (bytes < (long)count * AnswerSize)
        {
            bytes += await ReadAsync() is > 0 and int read ? read : throw new IOException("The broker has gone.");
            Volatile.Write(ref _answers, bytes / AnswerSize);
            if (_acknowledged.CurrentCount == 0)
                _acknowledged.Release();
        }
    }

    private async ValueTask<int> ReadAsync() => _tcp is not null
        ? await _tcp.GetStream().ReadAsync(_incoming)
        : (await _web!.ReceiveAsync(_incoming.AsMemory(), CancellationToken.None)).Count;

    private ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => _tcp is not null
        ? _tcp.GetStream().WriteAsync(bytes)
        : _web!.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
}
