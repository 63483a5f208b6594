using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Bench.Harness;
using Bench.Peers;

namespace Bench.Brokers;

/// <summary>
/// A mosquitto with its limits lifted. What it has received it counts itself, so that no subscriber takes part; when a
/// client came and went stands in its log.
/// </summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    private const string CounterTopic = "$SYS/broker/publish/messages/received";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("iot-bench-").FullName;
    private ChildProcess? _process;
    private MqttNetPeer? _watcher;
    private long _received;
    private long _expected;

    public int Port { get; private set; }

    public Uri WebSocket { get; private set; } = null!;

    public static async Task<Mosquitto> StartAsync(string program)
    {
        var broker = new Mosquitto();
        (broker.Port, int web) = FreePorts();
        broker.WebSocket = new Uri($"ws://127.0.0.1:{web}/");
        string file = Path.Combine(broker._folder, "conf");
        await File.WriteAllTextAsync(file, Configuration(broker.Port, web));
        broker._process = ChildProcess.Start(program, "-c", file);
        await broker._process.ReadAsync(l => l.EndsWith(" running", StringComparison.Ordinal), s_patience);
        broker._watcher = await MqttNetPeer.ConnectAsync(new Uri($"tcp://127.0.0.1:{broker.Port}"), fragments: true);
        await broker._watcher.WatchAsync(CounterTopic, n => Volatile.Write(ref broker._received, Number(n)));
        return broker;
    }

    /// <summary>When the client was let in.</summary>
    public async Task<long> CameAsync(string clientId) =>
        (await _process!.ReadAsync(l => l.Contains($" as {clientId} ", StringComparison.Ordinal), s_patience)).At;

    /// <summary>When the broker had read all that the client sent.</summary>
    public async Task<long> LeftAsync(string clientId, TimeSpan limit) =>
        (await _process!.ReadAsync(l => l.StartsWith($"Client {clientId} ", StringComparison.Ordinal), limit)).At;

    /// <summary>Checks that just so many more were received; the broker tells once a second.</summary>
    /// <exception cref="RunFailedException">It was another number.</exception>
    public async Task VerifyAsync(int count)
    {
        long before = _expected;
        _expected += count;
        for (int i = 0; i < 100 && Volatile.Read(ref _received) < _expected; i++)
            await Task.Delay(50);
        long received = Volatile.Read(ref _received);
        if (received == _expected)
            return;
        _expected = received;
        throw RunFailedException.Lost(count, received - before);
    }

    public async ValueTask DisposeAsync()
    {
        if (_watcher is not null)
            await _watcher.DisposeAsync();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // It does not start with a WebSocket listener alone, and binds one to an address for a given family only.
    private static string Configuration(int port, int web) => string.Create(CultureInfo.InvariantCulture, $"""
        listener {port} 127.0.0.1
        listener {web} 127.0.0.1
        socket_domain ipv4
        protocol websockets
        allow_anonymous true
        max_inflight_messages 0
        max_queued_messages 0
        persistence false
        sys_interval 1
        log_dest stderr
        log_type notice
        log_type information
        log_type error
        log_timestamp false

        """);

    private static (int First, int Second) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
