using System.Net.Sockets;
using AliyunIotWs.Emulator.Events;
using AliyunIotWs.Emulator.Hosting;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;

namespace AliyunIotWs.Units.Emulator;

public sealed class FaultRestartTests
{
    private const string Down = "/pk/device/user/get";

    [Fact]
    public async Task A_kick_closes_the_connection_and_is_logged_as_400()
    {
        await using var box = await Box.StartAsync();
        using var socket = await FaultLinkTests.ConnectRawAsync(box);
        Assert.True(await box.Server.KickAsync("pk", "device", box.Soon));
        Assert.DoesNotContain(box.Server.Devices, d => d.Online);
        Assert.True(await RawPeer.IsClosedAsync(socket, box.Soon));
        var kicked = await box.EventAsync(EmulatorEventCode.Kicked);
        Assert.Equal((400, "device", "12345"), ((int)kicked.Code, kicked.DeviceName, kicked.ClientId));
        Assert.DoesNotContain(box.Server.Events.Snapshot(), e => e.Code == EmulatorEventCode.Disconnected);
        await box.PublishAsync(await box.ConnectAsync(), "back");
    }

    [Fact]
    public async Task Who_is_not_there_is_not_kicked()
    {
        await using var box = await Box.StartAsync();
        Assert.False(await box.Server.KickAsync("pk", "device", box.Soon));
        Assert.False(await box.Server.KickAsync("pk", "nobody", box.Soon));
        Assert.Empty(box.Server.Events.Snapshot());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_restart_keeps_sessions_or_forgets_them(bool keep)
    {
        // It is away for as long as the test looks.
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var box = await Box.StartAsync(options => options with { TimeProvider = clock });
        var first = await FaultLinkTests.SubscribedAsync(box);
        var ended = FaultLinkTests.Ended(first);
        var endpoints = (box.Server.Endpoint, box.Server.SecureEndpoint, box.Server.Authority.Thumbprint);

        var back = await box.Server.RestartAsync(TimeSpan.FromSeconds(10), keep, box.Soon);
        Assert.Equal(EmulatorState.Restarting, box.Server.State);
        Assert.DoesNotContain(box.Server.Devices, d => d.Online);
        await box.Server.SendAsync(Down, "meanwhile"u8.ToArray(), 1, box.Soon);
        await ended.WaitAsync(box.Soon);
        await Assert.ThrowsAsync<SocketException>(() => RawPeer.TcpAsync(box.Server.Endpoint, box.Soon));

        clock.Advance(TimeSpan.FromSeconds(10));
        await back.WaitAsync(box.Soon);
        Assert.Equal(EmulatorState.Running, box.Server.State);
        Assert.Null(box.Server.Error);
        Assert.Equal(
            endpoints, (box.Server.Endpoint, box.Server.SecureEndpoint, box.Server.Authority.Thumbprint));

        var second = box.NewClient();
        var received = MessageTests.Collect(second);
        var answer = await second.ConnectAsync(box.Options(clean: false), box.Soon);
        Assert.Equal(keep, answer.IsSessionPresent);
        if (keep)
            Assert.Equal("meanwhile", (await received.ReadAsync(box.Soon)).ConvertPayloadToString());
        else
            await box.EventAsync(EmulatorEventCode.Undelivered);
        await box.ConnectAsync(box.Options(Box.WssId, secure: true));
    }

    [Fact]
    public async Task Many_restarts_leave_an_emulator_that_works()
    {
        await using var box = await Box.StartAsync();
        for (int i = 0; i < 10; i++)
        {
            var client = await box.ConnectAsync();
            await box.PublishAsync(client, "x");
            await await box.Server.RestartAsync(TimeSpan.Zero, keepSessions: true, box.Soon);
        }

        Assert.Equal(10, box.Server.Inbox.Count);
    }

    [Fact]
    public async Task Restarts_come_one_after_the_other()
    {
        await using var box = await Box.StartAsync();
        var restarts = Enumerable.Range(0, 4).Select(
            async _ => await await box.Server.RestartAsync(TimeSpan.FromSeconds(0.05), false, box.Soon));
        await Task.WhenAll(restarts);
        Assert.Equal(EmulatorState.Running, box.Server.State);
        await box.ConnectAsync();
    }

    [Fact]
    public async Task A_cancelled_restart_comes_back_at_once()
    {
        await using var box = await Box.StartAsync();
        using var cancel = new CancellationTokenSource();
        var back = await box.Server.RestartAsync(TimeSpan.FromHours(1), keepSessions: true, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => back.WaitAsync(box.Soon));
        Assert.Equal(EmulatorState.Running, box.Server.State);
        await box.ConnectAsync();
    }

    [Fact]
    public async Task The_time_is_that_of_the_emulators_clock()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var box = await Box.StartAsync(options => options with { TimeProvider = clock });
        var back = await box.Server.RestartAsync(TimeSpan.FromSeconds(60), keepSessions: true, box.Soon);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(back.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await back.WaitAsync(box.Soon);
    }

    [Fact]
    public async Task A_stop_ends_a_restart_and_none_begins_after_it()
    {
        await using var box = await Box.StartAsync();
        var back = await box.Server.RestartAsync(TimeSpan.FromHours(1), keepSessions: true, box.Soon);
        await box.Server.StopAsync(box.Soon);
        await back.WaitAsync(box.Soon);
        Assert.Equal(EmulatorState.Stopped, box.Server.State);
        await Assert.ThrowsAsync<SocketException>(() => RawPeer.TcpAsync(box.Server.Endpoint, box.Soon));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => box.Server.RestartAsync(TimeSpan.Zero, keepSessions: true, box.Soon));
    }

    [Fact]
    public async Task A_port_that_is_taken_meanwhile_makes_it_faulted_until_the_next_restart()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var server = await EmulatorServer.StartAsync(
            new EmulatorOptions { TimeProvider = clock }, CancellationToken.None);
        await using var stop = server;
        var soon = new CancellationTokenSource(Box.Patience).Token;
        var back = await server.RestartAsync(TimeSpan.FromSeconds(10), keepSessions: true, soon);
        var thief = new TcpListener(System.Net.IPAddress.Loopback, server.Endpoint.Port);
        thief.Start();
        clock.Advance(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<IOException>(() => back.WaitAsync(soon));
        Assert.Equal(EmulatorState.Faulted, server.State);
        Assert.IsType<IOException>(server.Error);

        thief.Stop();
        await await server.RestartAsync(TimeSpan.Zero, keepSessions: true, soon);
        Assert.Equal((EmulatorState.Running, null), (server.State, server.Error));
    }
}
