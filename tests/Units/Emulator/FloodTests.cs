using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace AliyunIotWs.Units.Emulator;

public sealed class FloodTests
{
    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("")]
    [InlineData("GET / HTTP/1.1\r\n")]
    public async Task A_flood_of_silent_peers_keeps_no_device_out_for_2_seconds(string begin)
    {
        await using var box = await Box.StartAsync();
        var silent = new List<Socket>();
        try
        {
            for (int i = 0; i < 2_000; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                silent.Add(socket);
                await socket.ConnectAsync("127.0.0.1", box.Server.Endpoint.Port, box.Soon);
                if (begin.Length > 0)
                    await socket.SendAsync(Encoding.ASCII.GetBytes(begin), box.Soon);
            }

            var clock = Stopwatch.StartNew();
            await box.ConnectAsync();
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, s_wait);
        }
        finally
        {
            silent.ForEach(socket => socket.Dispose());
        }
    }
}
