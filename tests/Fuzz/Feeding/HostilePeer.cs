using System.Net;
using System.Net.Sockets;

namespace AliyunIotWs.Fuzz.Feeding;

/// <summary>A stranger with a socket: says its bytes and listens until the emulator hangs up.</summary>
internal static class HostilePeer
{
    private const int Kept = 64 * 1024;

    /// <summary>The beginning of what came back.</summary>
    /// <param name="port">On loopback.</param>
    /// <param name="request">Sent first; its answer is waited for where anything follows.</param>
    /// <param name="rest">Sent then.</param>
    /// <param name="silent">Does not say that this was all.</param>
    public static async Task<byte[]> TalkAsync(int port, byte[] request, byte[] rest, bool silent)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.NoDelay = true;
        await socket.ConnectAsync(IPAddress.Loopback, port);
        byte[] heard = new byte[Kept];
        int length = 0;
        try
        {
            await socket.SendAsync(request);
            if (rest.Length > 0)
            {
                length = await socket.ReceiveAsync(heard.AsMemory());
                await socket.SendAsync(rest);
            }

            if (!silent)
                socket.Shutdown(SocketShutdown.Send);
            byte[] surplus = new byte[4096];
            while (true)
            {
                var room = length < heard.Length ? heard.AsMemory(length) : surplus;
                int read = await socket.ReceiveAsync(room);
                if (read == 0)
                    break;
                length = Math.Min(length + read, heard.Length);
            }
        }
        catch (SocketException)
        {
            // The emulator has hung up before it had read everything.
        }

        return heard[..length];
    }
}
