using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using AliyunIotWs.Emulator.Hosting;

namespace AliyunIotWs.Units.Emulator;

public sealed class LifeTests
{
    [Fact]
    public async Task Stopping_ends_the_connections_and_frees_the_ports()
    {
        await using var box = await Box.StartAsync();
        var plain = await box.ConnectAsync();
        var ended = new TaskCompletionSource();
        plain.DisconnectedAsync += _ => Task.FromResult(ended.TrySetResult());
        Assert.Equal(EmulatorState.Running, box.Server.State);

        await box.Server.StopAsync(box.Soon);
        await ended.Task.WaitAsync(box.Soon);
        Assert.Equal(EmulatorState.Stopped, box.Server.State);
        Assert.Null(box.Server.Error);
        Assert.DoesNotContain(box.Server.Devices, device => device.Online);
        Assert.Null(await box.Server.Inbox.ReadAsync(null, box.Soon));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => box.Server.SendAsync("/pk/device/x", default, 0, box.Soon));
        await box.Server.StopAsync(box.Soon);

        await using var next = await Box.StartAsync(options => options with
        {
            Port = box.Server.Endpoint.Port,
            SecurePort = box.Server.SecureEndpoint.Port,
        });
        Assert.Equal(box.Server.Endpoint, next.Server.Endpoint);
        await next.ConnectAsync();
        await next.ConnectAsync(next.Options(Box.WssId, secure: true));
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        await using var box = await Box.StartAsync();
        int port = box.Server.Endpoint.Port;
        var plain = await Assert.ThrowsAsync<IOException>(
            () => Box.StartAsync(options => options with { Port = port }));
        var secure = await Assert.ThrowsAsync<IOException>(
            () => Box.StartAsync(options => options with { SecurePort = port }));
        Assert.All([plain, secure], error => Assert.Contains($"Port {port} ", error.Message, StringComparison.Ordinal));
        Assert.IsType<SocketException>(plain.InnerException);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Box.StartAsync(options => options with { Port = 65_536 }));
    }

    [Fact]
    public async Task A_pending_handshake_does_not_delay_the_stop()
    {
        await using var box = await Box.StartAsync();
        await using var silent = await RawPeer.TcpAsync(box.Server.SecureEndpoint, box.Soon);
        using var upgraded = await RawPeer.WebSocketAsync(box.Server.Endpoint, "mqtt", box.Soon);

        await box.Server.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(3));
        Assert.True(await RawPeer.IsClosedAsync(upgraded, box.Soon));
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("example.com", false)]
    public async Task The_certificate_is_valid_for_this_machine_only(string host, bool valid)
    {
        await using var box = await Box.StartAsync();
        Assert.False(box.Server.Authority.HasPrivateKey);
        await using var stream = await RawPeer.TcpAsync(box.Server.SecureEndpoint, box.Soon);
        await using var secured = new SslStream(stream);
        var connecting = secured.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,
                CertificateChainPolicy = RawPeer.Trusting(box.Server.Authority),
            },
            box.Soon);
        if (valid)
            await connecting;
        else
            await Assert.ThrowsAsync<AuthenticationException>(() => connecting);
    }

    [Fact]
    public async Task Each_emulator_has_an_authority_of_its_own()
    {
        await using var one = await Box.StartAsync();
        await using var two = await Box.StartAsync();
        Assert.NotEqual(one.Server.Authority.Thumbprint, two.Server.Authority.Thumbprint);
        Assert.NotEqual(one.Server.Authority.Subject, two.Server.Authority.Subject);
    }
}
