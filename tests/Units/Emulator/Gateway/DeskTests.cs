using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Units.Emulator.Gateway;

/// <summary>What a gateway is told when somebody changes its sub-devices on the console.</summary>
public sealed class DeskTests
{
    private const string Change = GatewayBox.Own + "/thing/topo/change";
    private const string Error = "/ext/error/gw/gate";

    [Fact]
    public async Task A_device_that_is_disabled_and_enabled()
    {
        await using var box = await GatewayBox.StartAsync();
        await box.LoginAsync("sub1");
        Assert.True(await box.SubscribeAsync("/sys/sub/sub1/thing/disable"));
        box.Server.Cloud.Desk.Enable(box.Device("sub1"), enabled: false);
        await ExpectAsync(box, "/sys/sub/sub1/thing/disable", "\"method\":\"thing.disable\"");
        await ExpectAsync(box, Change, "\"params\":{\"status\":8,\"subList\":[{\"deviceName\":\"sub1\",\"productKey\":\"sub\"}]}");
        await ExpectAsync(box, Error, "\"code\":522", "\"message\":\"device forbidden\"");
        Assert.False(box.Device("sub1").IsOnline);
        Assert.Equal(5, await box.Box.ConnackAsync(box.DirectOptions("sub", "sub1")));
        Assert.Equal(522, await box.CodeAsync(GatewayBox.Combine + "/login", GatewayBox.Signed("sub1")));

        box.Server.Cloud.Desk.Enable(box.Device("sub1"), enabled: true);
        await ExpectAsync(box, Change, "\"status\":2");
        Assert.Equal(200, await box.CodeAsync(GatewayBox.Combine + "/login", GatewayBox.Signed("sub1")));
    }

    [Fact]
    public async Task A_device_that_is_deleted()
    {
        await using var box = await GatewayBox.StartAsync();
        await box.LoginAsync("sub1");
        Assert.True(await box.SubscribeAsync("/sys/sub/sub1/thing/delete"));
        Assert.True(await box.Server.RemoveAsync(box.Device("sub1")));
        await ExpectAsync(box, "/sys/sub/sub1/thing/delete", "\"method\":\"thing.delete\"");
        await ExpectAsync(box, Change, "\"status\":1");
        await ExpectAsync(box, Error, "\"code\":521");
        Assert.Null(box.Server.FindDevice("sub", "sub1"));
        Assert.Equal(6100, await box.CodeAsync(GatewayBox.Combine + "/login", GatewayBox.Signed("sub1")));
        Assert.Equal(0, (await box.AskAsync(GatewayBox.Own + "/thing/topo/get", "{}")).GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task A_device_that_is_put_behind_a_gateway_and_taken_away()
    {
        await using var box = await GatewayBox.StartAsync();
        var (desk, gateway, device) = (box.Server.Cloud.Desk, Gate(box, "gate"), box.Device("sub1"));
        Assert.Null(desk.Place(device, gateway));
        await ExpectAsync(box, Change, "\"status\":0");
        Assert.Equal(200, await box.CodeAsync(GatewayBox.Combine + "/login", GatewayBox.Signed("sub1")));
        Assert.Null(desk.Place(device, null));
        await ExpectAsync(box, Error, "\"code\":6401");
        await ExpectAsync(box, Change, "\"status\":1");
        Assert.False(device.IsOnline);
        Assert.StartsWith("6402", desk.Place(gateway, gateway), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_is_deleted_leaves_its_devices_behind_nothing()
    {
        await using var box = await GatewayBox.StartAsync();
        await box.LoginAsync("sub1");
        Assert.True(await box.Server.RemoveAsync(Gate(box, "gate")));
        Assert.False(box.Device("sub1").IsOnline);
        Assert.Null(box.Device("sub1").Gateway);
        Assert.Equal(0, await box.Box.ConnackAsync(box.DirectOptions("sub", "sub1")));
    }

    private static DeviceEntry Gate(GatewayBox box, string name) => box.Server.FindDevice("gw", name)!;

    private static async Task ExpectAsync(GatewayBox box, string topic, params string[] parts)
    {
        var next = await box.NextAsync();
        Assert.Equal(topic, next.Topic);
        Assert.All(parts, part => Assert.Contains(part, next.Payload, StringComparison.Ordinal));
    }
}
