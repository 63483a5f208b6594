using AliyunIotWs.Emulator.Events;

namespace AliyunIotWs.Units.Emulator.Gateway;

public sealed class TopologyTests
{
    [Theory]
    [InlineData("signmethod")]
    [InlineData("signMethod")]
    public async Task A_gateway_adds_lists_and_deletes_its_devices(string spelling)
    {
        await using var box = await GatewayBox.StartAsync();
        var added = await box.AskAsync(
            GatewayBox.Own + "/thing/topo/add",
            $"[{GatewayBox.Signed("sub1", spelling: spelling)},{GatewayBox.Signed("sub2", spelling: spelling)}]",
            method: ",\"method\":\"thing.topo.add\"");
        Assert.Equal(
            """{"code":200,"data":[{"deviceName":"sub1","productKey":"sub"},{"deviceName":"sub2","productKey":"sub"}],"""
            + "\"id\":\"7\",\"message\":\"success\",\"method\":\"thing.topo.add\",\"version\":\"1.0\"}",
            added.GetRawText());
        Assert.Equal(2, (await box.AskAsync(GatewayBox.Own + "/thing/topo/get", "{}")).GetProperty("data").GetArrayLength());
        Assert.Equal("gw/gate", box.Device("sub1").Gateway!.Key);

        Assert.Equal(
            200, await box.CodeAsync(GatewayBox.Own + "/thing/topo/delete", """[{"productKey":"sub","deviceName":"sub1"}]"""));
        Assert.Null(box.Device("sub1").Gateway);
        Assert.Equal(1, (await box.AskAsync(GatewayBox.Own + "/thing/topo/get", "{}")).GetProperty("data").GetArrayLength());
    }

    [Theory]
    [InlineData("[]", 460, "parameter")]
    [InlineData("{}", 460, "parameter")]
    [InlineData("""[{"deviceName":"sub1"}]""", 460, "parameter")]
    [InlineData("wrong secret", 401, "the device secret is another one")]
    [InlineData("gateway secret", 401, "made with the product secret")]
    [InlineData("none", 6100, "not found")]
    [InlineData("self", 6402, "by self")]
    [InlineData("unregistered", 401, "no secret yet")]
    public async Task What_is_not_right_is_refused_and_nothing_is_added(string what, int code, string reason)
    {
        await using var box = await GatewayBox.StartAsync();
        string second = what switch
        {
            "wrong secret" => GatewayBox.Signed("sub2", "other"),
            "gateway secret" => GatewayBox.Signed("sub2", "product secret"),
            "none" => GatewayBox.Signed("nobody"),
            "self" => GatewayBox.Signed("gate", product: "gw"),
            "unregistered" => GatewayBox.Signed("sub3"),
            _ => what,
        };
        string parameters = second == what ? what : $"[{GatewayBox.Signed("sub1")},{second}]";
        Assert.Equal(code, await box.CodeAsync(GatewayBox.Own + "/thing/topo/add", parameters));
        Assert.Contains(
            reason, (await box.Box.EventAsync(EmulatorEventCode.RequestRejected)).Message, StringComparison.Ordinal);
        Assert.Null(box.Device("sub1").Gateway);
    }

    [Fact]
    public async Task A_device_that_another_gateway_adds_leaves_the_first_which_is_told()
    {
        await using var box = await GatewayBox.StartAsync();
        await box.ConnectAsync("other");
        await box.LoginAsync("sub1");
        await box.AddAsync("sub1", "other");

        var (topic, payload) = await box.NextAsync();
        Assert.Equal("/ext/error/gw/gate", topic);
        Assert.Contains("\"code\":6401", payload, StringComparison.Ordinal);
        Assert.False(box.Device("sub1").IsOnline);
        Assert.Equal(6401, await box.CodeAsync(GatewayBox.Combine + "/login", GatewayBox.Signed("sub1")));
    }

    [Fact]
    public async Task Devices_that_are_found_must_have_a_product_and_a_name_that_can_be()
    {
        await using var box = await GatewayBox.StartAsync();
        const string Topic = GatewayBox.Own + "/thing/list/found";
        Assert.Equal(200, await box.CodeAsync(Topic, """[{"productKey":"sub","deviceName":"fresh"}]"""));
        Assert.Equal(6250, await box.CodeAsync(Topic, """[{"productKey":"none","deviceName":"fresh"}]"""));
        Assert.Equal(6280, await box.CodeAsync(Topic, """[{"productKey":"sub","deviceName":"a b"}]"""));
    }

    [Fact]
    public async Task A_gateway_registers_devices_and_each_time_the_secret_is_new()
    {
        await using var box = await GatewayBox.StartAsync();
        const string Topic = GatewayBox.Own + "/thing/sub/register";
        const string Device = """[{"productKey":"sub","deviceName":"sub3"}]""";
        var first = (await box.AskAsync(Topic, Device)).GetProperty("data")[0];
        var second = (await box.AskAsync(Topic, Device)).GetProperty("data")[0];

        Assert.Equal(
            ["deviceName", "deviceSecret", "iotId", "productKey"], [.. first.EnumerateObject().Select(one => one.Name)]);
        Assert.Equal(first.GetProperty("iotId").GetString(), second.GetProperty("iotId").GetString());
        string secret = second.GetProperty("deviceSecret").GetString()!;
        Assert.Equal(401, await box.CodeAsync(
            GatewayBox.Own + "/thing/topo/add",
            $"[{GatewayBox.Signed("sub3", first.GetProperty("deviceSecret").GetString()!)}]"));
        Assert.Equal(200, await box.CodeAsync(GatewayBox.Own + "/thing/topo/add", $"[{GatewayBox.Signed("sub3", secret)}]"));
        await box.Box.EventAsync(EmulatorEventCode.Registered);

        await box.ConnectAsync("other");
        Assert.Equal(6619, await box.CodeAsync("/sys/gw/other/thing/sub/register", Device, "other"));
        Assert.Equal(200, await box.CodeAsync(GatewayBox.Own + "/thing/sub/unregister", Device));
        Assert.Equal(200, await box.CodeAsync("/sys/gw/other/thing/sub/register", Device, "other"));
    }

    [Theory]
    [InlineData("gw", "gate", 6402)]
    [InlineData("off", "sub1", 6288)]
    [InlineData("sub", "nobody", 6100)]
    [InlineData("none", "nobody", 6250)]
    public async Task What_can_not_be_registered_has_its_code(string product, string name, int code)
    {
        await using var box = await GatewayBox.StartAsync();
        Assert.Equal(code, await box.CodeAsync(
            GatewayBox.Own + "/thing/sub/register", $$"""[{"productKey":"{{product}}","deviceName":"{{name}}"}]"""));
    }

    [Fact]
    public async Task Registration_with_the_product_secret_answers_for_each_device()
    {
        await using var box = await GatewayBox.StartAsync();
        string sign = GatewayBox.Sign("product secret", "deviceNamesub3productKeysubrandomR");
        var data = (await box.AskAsync(
            GatewayBox.Own + "/thing/proxy/provisioning/product_register",
            $$"""{"proxieds":[{"productKey":"sub","deviceName":"sub3","random":"R","sign":"{{sign}}","signMethod":"hmacsha256"},"""
            + """{"productKey":"sub","deviceName":"sub2","random":"R","sign":"00","signMethod":"hmacsha256"}]}"""))
            .GetProperty("data");
        Assert.Equal(6600, data.GetProperty("failures")[0].GetProperty("code").GetInt32());
        string secret = data.GetProperty("successes")[0].GetProperty("deviceSecret").GetString()!;
        Assert.Equal(0, await box.Box.ConnackAsync(box.DirectOptions("sub", "sub3", secret)));
    }

    [Fact]
    public async Task Batches_have_a_limit_and_a_switch()
    {
        string Many(int count) => "[" + string.Join(
            ',', Enumerable.Repeat("""{"productKey":"sub","deviceName":"sub3"}""", count)) + "]";
        await using var strict = await GatewayBox.StartAsync(options => options with { Limits = new() });
        Assert.Equal(460, await strict.CodeAsync(GatewayBox.Own + "/thing/sub/register", Many(31)));
        Assert.Equal(200, await strict.CodeAsync(GatewayBox.Own + "/thing/sub/register", Many(30)));
        await using var open = await GatewayBox.StartAsync();
        Assert.Equal(200, await open.CodeAsync(GatewayBox.Own + "/thing/sub/register", Many(31)));
    }
}
