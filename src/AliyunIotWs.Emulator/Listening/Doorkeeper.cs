using System.Net.Sockets;
using AliyunIotWs.Emulator.Connections;
using MQTTnet.Adapter;

namespace AliyunIotWs.Emulator.Listening;

/// <summary>
/// Accepts connections on a pair of open ports until it is told to close them, finds out what they speak and hands each
/// to the MQTT server. Until its CONNECT is answered, a connection is in the lobby.
/// </summary>
internal sealed class Doorkeeper(
    LoopbackPort plain,
    LoopbackPort secure,
    Handshake handshake,
    LinkFactory links,
    Func<IMqttChannelAdapter, Task> handler,
    Action<Exception> fault)
    : IDisposable
{
    private static readonly TimeSpan s_closeLimit = TimeSpan.FromSeconds(4);

    private readonly Lobby _lobby = new(links.Options.TimeProvider);
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connections;

    public void Open()
    {
        foreach (var port in new[] { plain, secure })
        {
            foreach (var socket in port.Sockets)
                _ = AcceptAsync(socket, port == secure);
        }
    }

    /// <summary>Closes the ports, then the connections; ends after 4 s even if one of them hangs.</summary>
    public async Task CloseAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        plain.Dispose();
        secure.Dispose();
        if (Volatile.Read(ref _connections) == 0)
            _left.TrySetResult();
        await _left.Task.WaitAsync(s_closeLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Closes everything without waiting for it.</summary>
    public void Dispose()
    {
        _closing.Cancel();
        plain.Dispose();
        secure.Dispose();
    }

    private async Task AcceptAsync(Socket listener, bool isSecure)
    {
        try
        {
            while (true)
            {
                await _lobby.EnterAsync(_closing.Token).ConfigureAwait(false);
                Socket? socket;
                do
                {
                    socket = await AcceptOneAsync(listener).ConfigureAwait(false);
                }
                while (socket is null);
                _ = ServeAsync(socket, isSecure);
            }
        }
        catch (Exception) when (_closing.IsCancellationRequested)
        {
            // The listener goes away by being closed.
        }
        catch (Exception exception)
        {
            fault(exception);
        }
    }

    private async Task<Socket?> AcceptOneAsync(Socket listener)
    {
        try
        {
            return await listener.AcceptAsync(_closing.Token).ConfigureAwait(false);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is
            SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Interrupted)
        {
            // The peer was gone before it was accepted.
            return null;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is
            SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), _closing.Token).ConfigureAwait(false);
            return null;
        }
    }

    private async Task ServeAsync(Socket socket, bool isSecure)
    {
        PeerStream stream;
        try
        {
            stream = new PeerStream(socket, links.Options.TimeProvider);
        }
        catch (IOException)
        {
            // The peer is gone already.
            socket.Dispose();
            _lobby.Leave(null);
            return;
        }

        Interlocked.Increment(ref _connections);
        var witness = links.Witness?.Invoke(isSecure);
        try
        {
            // The next one is accepted meanwhile, and what this one says first is more often there when it is read.
            await Task.Yield();
            await using (stream.ConfigureAwait(false))
            {
                if (witness is { TurnsAway: true })
                {
                    socket.LingerState = new LingerOption(true, 0);
                    witness.Ended("the emulator has reset it", byPeer: false);
                    return;
                }

                socket.NoDelay = true;
                var remote = socket.RemoteEndPoint;
                var bytes = await handshake.RunAsync(stream, _lobby, isSecure, witness, _closing.Token).ConfigureAwait(false);
                if (bytes is null)
                    return;
                using var link = links.Create(bytes, remote, isSecure, () => _lobby.Leave(stream), witness);
                using var stop = _closing.Token.UnsafeRegister(static link => ((DeviceLink)link!).End(), link);
                try
                {
                    await handler(link).ConfigureAwait(false);
                }
                finally
                {
                    link.Leave();
                }
            }
        }
        catch (Exception exception)
        {
            links.Report(exception);
        }
        finally
        {
            _lobby.Leave(stream);
            witness?.Ended("the peer closed the connection", byPeer: true);
            if (Interlocked.Decrement(ref _connections) == 0 && _closing.IsCancellationRequested)
                _left.TrySetResult();
        }
    }
}
