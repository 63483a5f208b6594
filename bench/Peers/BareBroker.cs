using System.Net;
using System.Net.Sockets;
using MQTTnet.Server;

namespace Bench.Peers;

/// <summary>MQTTnet's server as it comes: over TCP, open to all, with nothing to check.</summary>
internal static class BareBroker
{
    public static async Task RunAsync()
    {
        int port = FreePort();
        using var server = new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(port)
            .WithConnectionBacklog(4096)
            .Build());
        await server.StartAsync();
        Console.WriteLine($"ready tcp://127.0.0.1:{port}");
        await Console.In.ReadLineAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
