using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Rrpc;
using AliyunIotWs.Emulator.Events;
using Microsoft.Extensions.Time.Testing;

namespace AliyunIotWs.Units.Emulator.Gateway;

public sealed class SubDeviceTests
{
    private const string Sub = "/sys/sub/sub1";

    [Fact]
    public async Task A_device_logs_in_posts_is_set_is_called_and_logs_out()
    {
        await using var box = await GatewayBox.StartAsync();
        await box.AddAsync("sub1");
        var reply = await box.AskAsync(GatewayBox.Combine + "/login", GatewayBox.Signed("sub1", more: ",\"cleanSession\":\"true\""));
        Assert.Equal(
            """{"code":200,"data":{"deviceName":"sub1","productKey":"sub"},"id":"7","message":"success","version":"1.0"}""",
            reply.GetRawText());
        Assert.True(box.Device("sub1").IsOnline);
        Assert.Equal("c", box.Device("sub1").State.ClientId);

        string[] filters =
            [$"{Sub}/thing/event/property/post_reply", $"{Sub}/thing/service/property/set", $"{Sub}/rrpc/request/+", "/sub/sub1/user/get"];
        foreach (string filter in filters)
            Assert.True(await box.SubscribeAsync(filter));
        Assert.Equal(filters.Order(), box.Device("sub1").Subscriptions.Order());

        // Up, and the reply down.
        Assert.Equal(200, await box.CodeAsync($"{Sub}/thing/event/property/post", """{"Power":5}"""));
        Assert.Equal("5", box.Device("sub1").Twin.Properties.Snapshot().Single().Value.Value.GetRawText());

        // The cloud's calls, and the answers up.
        using var values = JsonDocument.Parse("""{"Power":6}""");
        var call = box.Server.Cloud.Calls.SetProperties(box.Device("sub1"), values.RootElement, CloudCalls.Longest);
        var (topic, _) = await box.NextAsync();
        Assert.Equal($"{Sub}/thing/service/property/set", topic);
        await box.PublishAsync(topic + "_reply", $$"""{"id":"{{call.Id}}","code":200,"data":{} }""");
        Assert.Equal(CallStatus.Success, (await call.Completion).Status);
        call = box.Server.Cloud.Calls.Rrpc(box.Device("sub1"), "ping"u8.ToArray(), CloudCalls.Longest);
        (topic, string payload) = await box.NextAsync();
        Assert.Equal(($"{Sub}/rrpc/request/{call.Id}", "ping"), (topic, payload));
        await box.PublishAsync(topic.Replace("request", "response", StringComparison.Ordinal), "pong");
        Assert.Equal("pong"u8.ToArray(), (await call.Completion).Answer);

        // A topic of its own, with QoS 1.
        await box.Server.SendAsync("/sub/sub1/user/get", "hello"u8.ToArray(), 1, box.Soon);
        Assert.Equal(("/sub/sub1/user/get", "hello"), await box.NextAsync());

        Assert.Equal(200, await box.CodeAsync(GatewayBox.Combine + "/logout", """{"productKey":"sub","deviceName":"sub1"}"""));
        Assert.False(box.Device("sub1").IsOnline);
        Assert.Equal(520, await box.CodeAsync(GatewayBox.Combine + "/logout", """{"productKey":"sub","deviceName":"sub1"}"""));
    }

    [Fact]
    public async Task Without_a_session_a_message_is_denied_and_the_gateway_is_told_with_the_messages_id()
    {
        await using var box = await GatewayBox.StartAsync();
        await box.AddAsync("sub1");
        Assert.False(await box.SubscribeAsync("/sub/sub1/user/get"));
        await box.PublishAsync($"{Sub}/thing/event/property/post", """{"id":"42","params":{"Power":1}}""");
        Assert.Equal(
            ("/ext/error/gw/gate",
                """{"code":520,"data":{"deviceName":"sub1","productKey":"sub"},"id":"42","message":"device session error"}"""),
            await box.NextAsync());
        var denied = await box.Box.EventAsync(EmulatorEventCode.PublishDenied);
        Assert.Contains("520", denied.Message, StringComparison.Ordinal);

        // What is none of its own is denied without a word, as for any device.
        await box.PublishAsync("/sys/sub/sub2/thing/event/property/post", "{}");
        await box.Server.Events.WaitForAsync(
            line => line.Message.Contains("sub2", StringComparison.Ordinal), box.Soon);
        Assert.Empty(box.Device("sub1").Twin.Properties.Snapshot());
    }

    [Theory]
    [InlineData("secret", 6287, "the device secret is another one")]
    [InlineData("topology", 6401, "add it first")]
    [InlineData("unknown", 6100, "not found")]
    [InlineData("disabled", 522, "forbidden")]
    [InlineData("form", 460, "parameter")]
    public async Task What_can_not_log_in_has_its_code(string what, int code, string reason)
    {
        await using var box = await GatewayBox.StartAsync();
        if (what != "topology")
            await box.AddAsync("sub1");
        if (what == "disabled")
            box.Device("sub1").Account.Enabled = false;
        string parameters = what switch
        {
            "secret" => GatewayBox.Signed("sub1", "other"),
            "unknown" => GatewayBox.Signed("nobody"),
            "form" => """{"productKey":"sub","deviceName":"sub1"}""",
            _ => GatewayBox.Signed("sub1"),
        };
        Assert.Equal(code, await box.CodeAsync(GatewayBox.Combine + "/login", parameters));
        Assert.Contains(
            reason, (await box.Box.EventAsync(EmulatorEventCode.RequestRejected)).Message, StringComparison.Ordinal);
        Assert.False(box.Device("sub1").IsOnline);
    }

    [Fact]
    public async Task A_batch_logs_in_and_out_as_a_whole_or_not_at_all()
    {
        await using var box = await GatewayBox.StartAsync();
        await box.AddAsync("sub1");
        await box.AddAsync("sub2");
        string Batch(string second) => $$"""{"deviceList":[{{GatewayBox.Signed("sub1")}},{{second}}]}""";
        var refused = await box.AskAsync(GatewayBox.Combine + "/batch_login", Batch(GatewayBox.Signed("sub2", "other")));
        Assert.Equal(6287, refused.GetProperty("code").GetInt32());
        Assert.Equal("sub2", refused.GetProperty("data")[0].GetProperty("deviceName").GetString());
        Assert.False(box.Device("sub1").IsOnline);

        Assert.Equal(200, await box.CodeAsync(GatewayBox.Combine + "/batch_login", Batch(GatewayBox.Signed("sub2"))));
        Assert.True(box.Device("sub1").IsOnline && box.Device("sub2").IsOnline);
        const string Both = """[{"productKey":"sub","deviceName":"sub1"},{"productKey":"sub","deviceName":"sub2"}]""";
        Assert.Equal(200, await box.CodeAsync(GatewayBox.Combine + "/batch_logout", Both));
        Assert.Equal(520, await box.CodeAsync(GatewayBox.Combine + "/batch_logout", Both));
        Assert.False(box.Device("sub1").IsOnline || box.Device("sub2").IsOnline);
    }

    [Fact]
    public async Task A_batch_may_have_the_sign_method_once_as_Link_SDK_C_sends_it()
    {
        await using var box = await GatewayBox.StartAsync();
        await box.AddAsync("sub1");
        string device = GatewayBox.Signed("sub1", more: ",\"cleanSession\":\"false\"")
            .Replace("\"signmethod\":\"hmacSha256\",", "", StringComparison.Ordinal);
        Assert.Equal(200, await box.CodeAsync(
            GatewayBox.Combine + "/batch_login", $$"""{"signMethod":"hmacSha256","deviceList":[{{device}}]}"""));
        Assert.True(box.Device("sub1").IsOnline);
    }

    [Fact]
    public async Task A_device_that_connects_by_itself_leaves_its_gateway_and_the_other_way_round()
    {
        await using var box = await GatewayBox.StartAsync();
        await box.LoginAsync("sub1");
        var direct = await box.Box.ConnectAsync(box.DirectOptions("sub", "sub1"));
        var (topic, payload) = await box.NextAsync();
        Assert.Equal("/ext/error/gw/gate", topic);
        Assert.Contains("\"code\":427", payload, StringComparison.Ordinal);
        Assert.Null(box.Device("sub1").Session);

        var gone = new TaskCompletionSource();
        direct.DisconnectedAsync += _ =>
        {
            gone.TrySetResult();
            return Task.CompletedTask;
        };
        Assert.Equal(200, await box.CodeAsync(GatewayBox.Combine + "/login", GatewayBox.Signed("sub1")));
        await gone.Task.WaitAsync(box.Soon);
        Assert.True(box.Device("sub1").IsOnline);
        Assert.Equal(
            2, box.Server.Events.Snapshot().Count(line => line.Code == EmulatorEventCode.Kicked && line.DeviceName == "sub1"));
    }

    [Fact]
    public async Task When_the_gateway_goes_its_devices_go()
    {
        await using var box = await GatewayBox.StartAsync();
        await box.LoginAsync("sub1");
        await box.LoginAsync("sub2");
        await box.DisconnectAsync("gate");
        await box.Server.Events.WaitForAsync(
            line => line.Code == EmulatorEventCode.Disconnected && line.DeviceName == "sub2", box.Soon);
        Assert.False(box.Device("sub1").IsOnline || box.Device("sub2").IsOnline);

        await box.ConnectAsync("gate");
        Assert.Equal(200, await box.CodeAsync(GatewayBox.Combine + "/login", GatewayBox.Signed("sub1")));
    }

    [Theory]
    [InlineData("false", true)]
    [InlineData("true", false)]
    public async Task What_comes_while_it_is_away_waits_in_a_session_that_goes_on(string clean, bool kept)
    {
        await using var box = await GatewayBox.StartAsync();
        await box.AddAsync("sub1");
        string login = GatewayBox.Signed("sub1", more: $",\"cleanSession\":\"{clean}\"");
        Assert.Equal(200, await box.CodeAsync(GatewayBox.Combine + "/login", login));
        Assert.True(await box.SubscribeAsync("/sub/sub1/user/get"));
        Assert.Equal(200, await box.CodeAsync(GatewayBox.Combine + "/logout", """{"productKey":"sub","deviceName":"sub1"}"""));
        for (int i = 1; i <= 3; i++)
            Assert.Equal(kept, await box.Server.SendAsync("/sub/sub1/user/get", new[] { (byte)('0' + i) }, 1, box.Soon) is null);

        await box.PublishAsync(GatewayBox.Combine + "/login", $$"""{"id":"7","params":{{login}}}""");
        var topics = new List<string>();
        for (int i = 0; i < (kept ? 4 : 1); i++)
        {
            var (topic, payload) = await box.NextAsync();
            topics.Add(topic.EndsWith("/user/get", StringComparison.Ordinal) ? payload : "login");
        }

        Assert.Equal(kept ? ["1", "2", "3"] : [], topics.Where(topic => topic != "login"));
    }

    [Fact]
    public async Task A_kick_on_command_throws_a_device_off_its_gateway()
    {
        await using var box = await GatewayBox.StartAsync();
        await box.LoginAsync("sub1");
        Assert.True(await box.Server.KickAsync("sub", "sub1", box.Soon));
        Assert.Contains("427", (await box.NextAsync()).Payload, StringComparison.Ordinal);
        Assert.False(box.Device("sub1").IsOnline);
    }

    [Fact]
    public async Task A_pack_and_a_history_hold_what_belongs_to_the_devices()
    {
        await using var box = await GatewayBox.StartAsync();
        await box.LoginAsync("sub1");
        const string Identity = "\"identity\":{\"productKey\":\"sub\",\"deviceName\":\"sub1\"}";
        Assert.Equal(200, await box.CodeAsync(
            GatewayBox.Own + "/thing/event/property/pack/post",
            $$"""{"properties":{"A":1},"subDevices":[{ {{Identity}},"properties":{"B":2} }]}"""));
        Assert.Equal("B", box.Device("sub1").Twin.Properties.Snapshot().Single().Key);
        Assert.Equal(6401, await box.CodeAsync(
            GatewayBox.Own + "/thing/event/property/pack/post",
            """{"subDevices":[{"identity":{"productKey":"sub","deviceName":"sub2"},"properties":{"B":2}}]}"""));
    }

    [Fact]
    public async Task Five_logins_a_minute_and_then_429()
    {
        var time = new FakeTimeProvider();
        await using var box = await GatewayBox.StartAsync(options => options with
        {
            TimeProvider = time,
            Limits = options.Limits with { Connects = true },
        });
        await box.AddAsync("sub1");
        for (int i = 0; i < 5; i++)
            Assert.Equal(200, await box.CodeAsync(GatewayBox.Combine + "/login", GatewayBox.Signed("sub1")));
        Assert.Equal(429, await box.CodeAsync(GatewayBox.Combine + "/login", GatewayBox.Signed("sub1")));
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(200, await box.CodeAsync(GatewayBox.Combine + "/login", GatewayBox.Signed("sub1")));
    }
}
