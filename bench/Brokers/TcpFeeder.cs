using System.Net.Sockets;
using System.Text;
using Bench.Harness;
using Bench.Sinks;

namespace Bench.Brokers;

/// <summary>Publishes to a broker over TCP what the receiver is granted, from bytes made before.</summary>
internal sealed class TcpFeeder : IFeeder, IDisposable
{
    private const int MessagesPerWrite = 500;

    private readonly TcpClient _client = new();
    private readonly byte[] _block;
    private readonly int _size;
    private int _left;
    private Task _sending = Task.CompletedTask;

    private TcpFeeder()
    {
        byte[] packet = MqttBytes.Publish(Load.Topic, Encoding.ASCII.GetBytes(Load.Text(0)));
        _size = packet.Length;
        _block = [.. Enumerable.Repeat(packet, MessagesPerWrite).SelectMany(p => p)];
    }

    public static async Task<TcpFeeder> ConnectAsync(int port)
    {
        var feeder = new TcpFeeder();
        await feeder._client.ConnectAsync("127.0.0.1", port);
        var stream = feeder._client.GetStream();
        await stream.WriteAsync(MqttBytes.Connect("feeder"));
        await stream.ReadExactlyAsync(new byte[4]);
        return feeder;
    }

    // The receiver grants just what it is to get.
    void IFeeder.Flood(int count, int perFrame) => _left = count;

    public void Grant(int count)
    {
        int allowed = Math.Min(count, _left);
        _left -= allowed;
        _sending = _sending.ContinueWith(_ => Send(allowed), TaskScheduler.Default);
    }

    public void Dispose() => _client.Dispose();

    private void Send(int count)
    {
        var stream = _client.GetStream();
        for (int left = count; left > 0; left -= MessagesPerWrite)
            stream.Write(_block, 0, Math.Min(left, MessagesPerWrite) * _size);
    }
}
