using AliyunIotWs.Emulator.Events;
using AliyunIotWs.Emulator.Faults;
using Microsoft.Extensions.Time.Testing;

namespace AliyunIotWs.Units.Emulator;

public sealed class FaultConnectTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_refusal_is_answered_with_its_code_as_often_as_it_is_to(int code)
    {
        await using var box = await Box.StartAsync();
        box.Server.Faults.Update(
            null, faults => faults with { Refusal = new ConnectRefusal(code, new FaultCount(2)) });
        Assert.Equal(code, await box.ConnackAsync(box.Options()));
        Assert.Equal(code, await box.ConnackAsync(box.Options(Box.WssId, secure: true)));
        Assert.Equal(0, await box.ConnackAsync(box.Options()));
        var refused = await box.EventAsync(EmulatorEventCode.Refused);
        Assert.Equal(("device", $"on command (CONNACK {code})"), (refused.DeviceName, refused.Message));
    }

    [Fact]
    public async Task A_refusal_does_not_end_the_present_connection()
    {
        await using var box = await Box.StartAsync();
        var first = await box.ConnectAsync();
        box.Server.Faults.Update(
            "pk/device", faults => faults with { Refusal = new ConnectRefusal(3, new FaultCount(null)) });
        Assert.Equal(3, await box.ConnackAsync(box.Options()));
        Assert.Equal(3, await box.ConnackAsync(box.Options()));
        await box.PublishAsync(first, "still here");
    }

    [Fact]
    public async Task A_wrong_signature_uses_up_no_refusal()
    {
        await using var box = await Box.StartAsync();
        box.Server.Faults.Update(null, faults => faults with { Refusal = new ConnectRefusal(3, new FaultCount(1)) });
        Assert.Equal(4, await box.ConnackAsync(box.Options(password: Box.Sha1)));
        Assert.Equal(3, await box.ConnackAsync(box.Options()));
    }

    [Fact]
    public async Task A_fault_of_another_device_does_no_harm()
    {
        await using var box = await Box.StartAsync();
        box.Server.Faults.Update("aa/test1", faults => faults with
        {
            Refusal = new ConnectRefusal(5, new FaultCount(null)),
            DropAfterMessages = new ConnectionDrop(1, new FaultCount(null)),
            StallAcks = true,
            BlackHole = true,
        });
        var client = await box.ConnectAsync();
        await box.PublishAsync(client, "fine");
    }

    [Fact]
    public async Task In_a_black_hole_a_connect_waits_for_longer_than_a_handshake_may()
    {
        await using var box = await Box.StartAsync(options => options with
        {
            HandshakeTimeout = TimeSpan.FromMilliseconds(500),
        });
        box.Server.Faults.Update(null, faults => faults with { BlackHole = true });
        var connecting = box.ConnectAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => connecting.WaitAsync(TimeSpan.FromSeconds(1.5)));
        Assert.Empty(box.Server.Events.Snapshot());

        box.Server.Faults.Clear();
        await box.PublishAsync(await connecting, "out of it");
    }

    [Fact]
    public async Task A_black_hole_outlasts_the_keep_alive()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var box = await Box.StartAsync(options => options with { TimeProvider = clock });
        var client = await box.ConnectAsync(box.Options(keepAlive: 30));
        box.Server.Faults.Update(null, faults => faults with { BlackHole = true });
        clock.Advance(TimeSpan.FromSeconds(50));
        clock.Advance(TimeSpan.FromSeconds(50));
        Assert.DoesNotContain(box.Server.Events.Snapshot(), e => e.Code == EmulatorEventCode.Disconnected);

        box.Server.Faults.Clear();
        await client.PingAsync(box.Soon);
        clock.Advance(TimeSpan.FromSeconds(44));
        await client.PingAsync(box.Soon);
        clock.Advance(TimeSpan.FromSeconds(46));
        Assert.Contains("45 s", (await box.EventAsync(EmulatorEventCode.Disconnected)).Message);
    }
}
