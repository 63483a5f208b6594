using System.Net;
using System.Net.Sockets;
using System.Text;
using AliyunIotWs.Errors;
using AliyunIotWs.Transport.Links;

namespace AliyunIotWs.Units.Wire;

public sealed class HostileUpgradeTests
{
    [Fact]
    public async Task What_a_peer_answers_instead_of_an_upgrade_neither_fills_nor_steers_the_terminal()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync(listener, $"\u001b[2J{new string('A', 20_000)}\r\n\r\n");
        var settings = Device.Settings(new Uri($"ws://{listener.LocalEndpoint}/"));

        var error = await Assert.ThrowsAsync<IotException>(
            () => MqttLinkFactory.Instance.OpenAsync(settings, null, default).WaitAsync(Device.Limit));

        await answering.WaitAsync(Device.Limit);
        Assert.Contains("AAAA", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 1, 500);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    private static async Task AnswerAsync(TcpListener listener, string answer)
    {
        using var client = await listener.AcceptTcpClientAsync();
        byte[] request = new byte[4096];
        _ = await client.GetStream().ReadAsync(request);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer));
    }
}
