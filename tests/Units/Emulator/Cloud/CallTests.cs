using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Rrpc;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;

namespace AliyunIotWs.Units.Emulator.Cloud;

public class CallTests
{
    private const string ExtId = "12345|securemode=3,signmethod=hmacsha256,timestamp=789,ext=1|";

    private static readonly TimeSpan s_limit = CloudCalls.Longest;

    [Fact]
    public async Task A_property_set_has_the_platforms_form_and_its_reply_is_matched_by_id()
    {
        await using var cloud = await CloudBox.StartAsync();
        var call = cloud.Calls.SetProperties(cloud.Device, Json("""{"Power":1}"""), s_limit);
        var (topic, payload) = await cloud.NextAsync();
        Assert.Equal(CloudBox.Own + "/thing/service/property/set", topic);
        Assert.Matches(
            """^{"method":"thing.service.property.set","id":"\d{8,10}","params":{"Power":1},"version":"1.0.0"}$""", payload);

        await cloud.PublishAsync(topic + "_reply", """{"id":"1","code":200,"data":{}}""");
        await cloud.PublishAsync(topic + "_reply", Reply(call, "this"));
        await AssertAnswerAsync(cloud, call, "this");
    }

    [Theory]
    [InlineData("property/set")]
    [InlineData("Reboot")]
    public async Task Ids_are_different(string service)
    {
        await using var cloud = await CloudBox.StartAsync();
        var one = cloud.Calls.Invoke(cloud.Device, service, Json("{}"), false, s_limit);
        var two = cloud.Calls.Invoke(cloud.Device, service, Json("{}"), false, s_limit);
        Assert.NotEqual(one.Id, two.Id);
    }

    [Fact]
    public async Task An_asynchronous_service_is_answered_on_its_reply_topic()
    {
        await using var cloud = await CloudBox.StartAsync();
        var call = cloud.Calls.Invoke(cloud.Device, "Reboot", Json("""{"delay":5}"""), null, s_limit);
        var (topic, payload) = await cloud.NextAsync();
        Assert.Equal(CloudBox.Own + "/thing/service/Reboot", topic);
        Assert.Contains("\"method\":\"thing.service.Reboot\"", payload);

        await cloud.PublishAsync(topic + "_reply", Reply(call, "it"));
        await AssertAnswerAsync(cloud, call, "it");
    }

    [Fact]
    public async Task A_synchronous_service_goes_over_RRPC()
    {
        await using var cloud = await CloudBox.StartAsync();
        var call = cloud.Calls.Invoke(cloud.Device, "Read", Json("{}"), true, s_limit);
        var (topic, payload) = await cloud.NextAsync();
        Assert.Matches($"^{CloudBox.Own}/rrpc/request/\\d{{18,19}}$", topic);
        Assert.Contains("\"method\":\"thing.service.Read\"", payload);

        await cloud.PublishAsync(topic.Replace("request", "response", StringComparison.Ordinal), "{\"of\":\"sync\"}");
        await AssertAnswerAsync(cloud, call, "sync");
    }

    [Fact]
    public async Task A_synchronous_service_goes_over_ext_rrpc_to_a_client_with_ext_1()
    {
        await using var cloud = await CloudBox.StartAsync(ExtId);
        var call = cloud.Calls.Invoke(cloud.Device, "Read", Json("{}"), true, s_limit);
        string topic = (await cloud.NextAsync()).Topic;
        Assert.Equal($"/ext/rrpc/{call.Id}{CloudBox.Own}/thing/service/Read", topic);

        await cloud.PublishAsync(topic, "{\"of\":\"ext\"}");
        await AssertAnswerAsync(cloud, call, "ext");
    }

    [Fact]
    public async Task A_custom_RRPC_keeps_the_topics_own_slash()
    {
        await using var cloud = await CloudBox.StartAsync(ExtId);
        var call = cloud.Calls.Rrpc(cloud.Device, "/pk/device/user/get", "hello"u8.ToArray(), s_limit);
        Assert.Equal(($"/ext/rrpc/{call.Id}//pk/device/user/get", "hello"), await cloud.NextAsync());

        await cloud.PublishAsync(call.Topic, "{\"of\":\"custom\"}");
        await AssertAnswerAsync(cloud, call, "custom");
    }

    [Theory]
    [InlineData("ext=1", "/ext/rrpc/+/pk/device/user/state", "/ext/rrpc/{0}/pk/device/user/state")]
    [InlineData("ext=1", "/ext/rrpc/+//pk/device/user/state", "/ext/rrpc/{0}//pk/device/user/state")]
    [InlineData("ext=1", "/ext/rrpc/#", "/ext/rrpc/{0}//pk/device/user/state")]
    [InlineData("ext=1,_ss=1", "/ext/rrpc/+/pk/device/user/state", "/ext/rrpc/{0}/pk/device/user/state")]
    [InlineData("ext=1,_ss=1", null, "/ext/rrpc/{0}//pk/device/user/state")]
    public async Task A_custom_RRPC_has_as_many_slashes_as_the_device_subscribed_with(
        string announced, string? filter, string topic)
    {
        await using var cloud = await CloudBox.StartAsync(ExtId.Replace("ext=1", announced, StringComparison.Ordinal));
        if (filter is not null)
            await cloud.SubscribeAsync(filter);
        var call = cloud.Calls.Rrpc(cloud.Device, "/pk/device/user/state", [], s_limit);
        Assert.Equal(string.Format(CultureInfo.InvariantCulture, topic, call.Id), (await cloud.NextAsync()).Topic);

        await cloud.PublishAsync(call.Topic, "{\"of\":\"slash\"}");
        await AssertAnswerAsync(cloud, call, "slash");
    }

    [Fact]
    public async Task A_custom_RRPC_is_not_sent_to_a_client_without_ext_1()
    {
        await using var cloud = await CloudBox.StartAsync();
        var call = cloud.Calls.Rrpc(cloud.Device, "/pk/device/user/get", [], s_limit);
        var outcome = await call.Completion.WaitAsync(cloud.Soon);
        Assert.Equal(CallStatus.Timeout, outcome.Status);
        Assert.Contains("ext=1", outcome.Reason);
    }

    [Fact]
    public async Task An_RRPC_times_out_after_8_s_and_a_late_answer_is_noted()
    {
        await using var cloud = await CloudBox.StartAsync();
        var call = cloud.Calls.Rrpc(cloud.Device, [], s_limit);
        string topic = (await cloud.NextAsync()).Topic;
        cloud.Time.Advance(s_limit - TimeSpan.FromMilliseconds(1));
        Assert.False(call.Completion.IsCompleted);
        cloud.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(CallStatus.Timeout, (await call.Completion.WaitAsync(cloud.Soon)).Status);
        await EventAsync(cloud, EmulatorEventCode.RrpcTimeout);

        await cloud.PublishAsync(topic.Replace("request", "response", StringComparison.Ordinal), "late");
        await EventAsync(cloud, EmulatorEventCode.RrpcLate);
    }

    [Fact]
    public async Task A_device_that_is_offline_is_told_so_at_once()
    {
        await using var box = await Box.StartAsync();
        var device = box.Server.FindDevice("pk", "device")!;
        var call = box.Server.Cloud.Calls.Rrpc(device, [], s_limit);
        Assert.Equal(CallStatus.Offline, (await call.Completion.WaitAsync(box.Soon)).Status);
        await box.EventAsync(EmulatorEventCode.DeviceOffline);
    }

    [Fact]
    public async Task A_device_whose_connection_was_lost_is_half_connected_for_one_keep_alive()
    {
        var time = new FakeTimeProvider();
        await using var box = await Box.StartAsync(options => options with { TimeProvider = time });
        var device = box.Server.FindDevice("pk", "device")!;
        using (var socket = await RawPeer.WebSocketAsync(box.Server.Endpoint, "mqtt", box.Soon))
        {
            byte[] connect = RawPeer.Connect(Box.WsId, Box.User, Box.Sha256);
            await socket.SendAsync(connect, WebSocketMessageType.Binary, true, box.Soon);
            Assert.Equal(0x20, (await RawPeer.ReceiveAsync(socket, box.Soon))[0]);
        }

        await box.EventAsync(EmulatorEventCode.Disconnected);
        await AssertStatusAsync(box, device, CallStatus.HalfConn);
        time.Advance(TimeSpan.FromSeconds(299));
        await AssertStatusAsync(box, device, CallStatus.HalfConn);
        time.Advance(TimeSpan.FromSeconds(1));
        await AssertStatusAsync(box, device, CallStatus.Offline);
    }

    [Fact]
    public async Task A_device_that_has_disconnected_is_offline()
    {
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync();
        await client.DisconnectAsync(new MqttClientDisconnectOptions(), box.Soon);
        await box.EventAsync(EmulatorEventCode.Disconnected);
        await AssertStatusAsync(box, box.Server.FindDevice("pk", "device")!, CallStatus.Offline);
    }

    [Fact]
    public async Task A_request_that_the_device_has_not_subscribed_to_is_not_waited_for()
    {
        await using var box = await Box.StartAsync();
        await box.ConnectAsync();
        var device = box.Server.FindDevice("pk", "device")!;
        var call = box.Server.Cloud.Calls.SetProperties(device, Json("{}"), s_limit);
        var outcome = await call.Completion.WaitAsync(box.Soon);
        Assert.Equal(CallStatus.Timeout, outcome.Status);
        Assert.Contains("subscribed", outcome.Reason);
    }

    [Fact]
    public async Task A_broadcast_reaches_every_device_that_is_online_without_a_subscription()
    {
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync();
        var received = MessageTests.Collect(client);
        Assert.Equal(1, box.Server.Cloud.Calls.Broadcast("pk", "all"u8.ToArray()));
        Assert.Equal(0, box.Server.Cloud.Calls.Broadcast("aa", "all"u8.ToArray()));
        var message = await received.ReadAsync(box.Soon);
        Assert.Matches("^/sys/pk/device/broadcast/request/\\d{18,19}$", message.Topic);
        Assert.Throws<ArgumentException>(() => box.Server.Cloud.Calls.Broadcast("pk", new byte[64 * 1024 + 1]));
    }

    private static async Task AssertStatusAsync(Box box, DeviceEntry device, CallStatus status)
    {
        var call = box.Server.Cloud.Calls.Rrpc(device, [], s_limit);
        Assert.Equal(status, (await call.Completion.WaitAsync(box.Soon)).Status);
    }

    private static async Task AssertAnswerAsync(CloudBox cloud, CloudCall call, string part)
    {
        var outcome = await call.Completion.WaitAsync(cloud.Soon);
        Assert.Equal(CallStatus.Success, outcome.Status);
        Assert.Contains(part, Encoding.UTF8.GetString(outcome.Answer));
    }

    private static Task<EmulatorEvent> EventAsync(CloudBox cloud, EmulatorEventCode code) =>
        cloud.Server.Events.WaitForAsync(line => line.Code == code, cloud.Soon);

    private static string Reply(CloudCall call, string data) =>
        "{\"id\":\"" + call.Id + "\",\"code\":200,\"data\":{\"of\":\"" + data + "\"}}";

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
