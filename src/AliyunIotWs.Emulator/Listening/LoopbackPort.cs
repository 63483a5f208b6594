using System.Net;
using System.Net.Sockets;

namespace AliyunIotWs.Emulator.Listening;

/// <summary>
/// A TCP port that listens on the loopback addresses only: 127.0.0.1 and, where the machine has it, ::1, since a client
/// that is given <c>localhost</c> may try that one first.
/// </summary>
internal sealed class LoopbackPort : IDisposable
{
    private const int Backlog = 4096;
    private const int Attempts = 16;

    private LoopbackPort(List<Socket> sockets)
    {
        Sockets = sockets;
        Number = ((IPEndPoint)sockets[0].LocalEndPoint!).Port;
    }

    public int Number { get; }

    /// <summary>The listening sockets, one for each address family.</summary>
    public IReadOnlyList<Socket> Sockets { get; }

    /// <summary>Opens a port; 0 is any free one.</summary>
    /// <exception cref="IOException">The port is taken or may not be used; the inner one is the system's.</exception>
    public static LoopbackPort Open(int number)
    {
        for (int attempt = 1; ; attempt++)
        {
            var sockets = new List<Socket>();
            try
            {
                sockets.Add(Listen(IPAddress.Loopback, number));
                if (Socket.OSSupportsIPv6)
                    TryListenOnIPv6(sockets);
                return new LoopbackPort(sockets);
            }
            catch (SocketException exception)
            {
                sockets.ForEach(socket => socket.Dispose());

                // A free port of 127.0.0.1 may happen to be taken on ::1; then another one is tried.
                if (number == 0 && attempt < Attempts)
                    continue;
                throw new IOException(Describe(number, exception.SocketErrorCode), exception);
            }
        }
    }

    public void Dispose()
    {
        foreach (var socket in Sockets)
            socket.Dispose();
    }

    private static void TryListenOnIPv6(List<Socket> sockets)
    {
        try
        {
            sockets.Add(Listen(IPAddress.IPv6Loopback, ((IPEndPoint)sockets[0].LocalEndPoint!).Port));
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            // IPv6 is known to the system but switched off on the loopback interface, as in many containers.
        }
    }

    private static Socket Listen(IPAddress address, int number)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // Without it, Windows lets two programs share a port.
            socket.ExclusiveAddressUse = true;
            socket.Bind(new IPEndPoint(address, number));
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Describe(int number, SocketError error)
    {
        string what = error switch
        {
            SocketError.AddressAlreadyInUse => "is in use",
            SocketError.AccessDenied => "may not be used",
            _ => $"cannot be opened ({error})",
        };
        return $"Port {number} of this machine {what}; choose another one, or 0 for any free port.";
    }
}
