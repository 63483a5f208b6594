using AliyunIotWs.Emulator.Connections;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;

namespace AliyunIotWs.Emulator.Listening;

/// <summary>The emulator's door, as the MQTT server sees it. It can be closed for a while and opened again.</summary>
internal sealed class WebSocketServerAdapter(
    LoopbackPort plain, LoopbackPort secure, Handshake handshake, LinkFactory links, Action<Exception> fault)
    : IMqttServerAdapter
{
    // A port that was free for a moment may have served as the local end of somebody's outgoing connection.
    private static readonly TimeSpan s_reopenPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_reopenPause = TimeSpan.FromMilliseconds(50);

    private readonly object _gate = new();
    private Doorkeeper? _keeper;
    private bool _over;

    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger)
    {
        Open(plain, secure);
        return Task.CompletedTask;
    }

    /// <summary>Closes the ports, then the connections; ends after 4 s even if one of them hangs.</summary>
    public Task CloseAsync() => _keeper?.CloseAsync() ?? Task.CompletedTask;

    /// <summary>Opens the same ports again, unless the end has come meanwhile.</summary>
    /// <exception cref="IOException">A port is taken and has stayed so for 3 s.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task ReopenAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_reopenPatience);
        while (true)
        {
            LoopbackPort? first = null;
            try
            {
                first = LoopbackPort.Open(plain.Number);
                Open(first, LoopbackPort.Open(secure.Number));
                return;
            }
            catch (IOException) when (!patience.IsCancellationRequested)
            {
                first?.Dispose();
            }
            catch
            {
                first?.Dispose();
                throw;
            }

            await Task.Delay(s_reopenPause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Closes for good; ends after 4 s even if a connection hangs.</summary>
    public Task StopAsync()
    {
        lock (_gate)
            _over = true;
        return CloseAsync();
    }

    public void Dispose()
    {
        lock (_gate)
            _over = true;
        _keeper?.Dispose();
    }

    // The server takes its handler away when it stops, while connections may still come in.
    private Task HandleAsync(IMqttChannelAdapter link) => ClientHandler?.Invoke(link) ?? Task.CompletedTask;

    private void Open(LoopbackPort first, LoopbackPort second)
    {
        var keeper = new Doorkeeper(first, second, handshake, links, HandleAsync, fault);
        lock (_gate)
        {
            if (!_over)
            {
                _keeper = keeper;
                keeper.Open();
                return;
            }
        }

        keeper.Dispose();
    }
}
