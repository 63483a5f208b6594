using System.Text.Json;
using AliyunIotWs.Emulator.Events;

namespace AliyunIotWs.Units.Emulator.Cloud;

public class HostileTests
{
    private static readonly string[] s_values =
    [
        "null", "0", "-1", "1e999", "99999999999999999999", "true", "\"\"", "\"x\"", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"\":null}",
        "{\"a\":null}", "{\"a\":{\"value\":null,\"time\":null}}", "{\"a\":{\"value\":1,\"time\":-1}}",
        "{\"a\":{\"value\":1,\"time\":9999999999999999}}", "{\"a\":{\"version\":\"x\"}}", "{\"a\":1,\"a\":2}",
        "[{\"identity\":null}]", "[{\"identity\":{},\"properties\":{},\"events\":1}]", "{\"properties\":[],\"events\":[]}",
        "{\"properties\":{\"a\":[{\"value\":1},2]},\"subDevices\":{}}", "{\"subDevices\":[null]}",
        "[{\"attrKey\":null}]", "[{\"attrKey\":{},\"attrValue\":[]}]", "{\"reported\":1,\"desired\":1}",
        "{\"reported\":\"null\"}", "{\"reported\":null,\"desired\":null}", "{\"reported\":{\"a\":{\"b\":[]}}}",
        "{\"version\":{},\"module\":[]}", "{\"version\":\"\",\"module\":\"\"}", "{\"step\":{},\"desc\":1}",
    ];

    [Fact]
    public async Task No_message_of_any_form_breaks_a_service_or_ends_the_connection()
    {
        await using var cloud = await CloudBox.StartAsync();
        string deep = new string('[', 70) + new string(']', 70);
        foreach (var route in cloud.Server.Cloud.Table.Where(route => route.Topic.Contains("{pk}", StringComparison.Ordinal)))
        {
            string topic = route.Topic.Replace("{pk}", "pk", StringComparison.Ordinal)
                .Replace("{dn}", "device", StringComparison.Ordinal).Replace("{id}", "x", StringComparison.Ordinal);
            foreach (string value in s_values.Append(deep))
            {
                await cloud.PublishAsync(topic, value);
                await cloud.PublishAsync(
                    topic, $$"""{"id":{{value}},"method":"m","params":{{value}},"sys":{{value}},"version":{{value}}}""");
                await cloud.PublishAsync(
                    topic, $$"""{"method":"update","state":{{value}},"version":{{value}},"deviceSendTime":{{value}}}""");
                await cloud.PublishAsync(topic, $$"""{"method":"delete","state":{{value}},"version":99}""");
            }
        }

        await cloud.PublishAsync("/ext/ntp/pk/device/request", "{\"deviceSendTime\":\"the last\"}");
        while (!(await cloud.NextAsync()).Payload.Contains("the last", StringComparison.Ordinal))
        {
            // What the platform would have answered to all the others.
        }

        Assert.DoesNotContain(cloud.Server.Events.Snapshot(), line => line.Code == EmulatorEventCode.Disconnected);
        using var document = JsonDocument.Parse(AliyunIotWs.Emulator.Cloud.Alink.CompactJson.Write(
            cloud.Device.Twin.Shadow.WriteDocument));
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
    }

    [Fact]
    public async Task A_device_that_reads_no_replies_is_not_kept_from_publishing()
    {
        // A thousand replies fill its outbox; more are lost and noted, and every request is taken all the same.
        const int Count = 5_000;
        await using var box = await Box.StartAsync();
        using var socket = await RawPeer.WebSocketAsync(box.Server.Endpoint, "mqtt", box.Soon);
        await SendAsync(RawPeer.Connect(Box.WsId, Box.User, Box.Sha256));
        await RawPeer.ReceiveAsync(socket, box.Soon);
        const string Topic = "/sys/pk/device/thing/event/property/post";
        await SendAsync(Packet(0x82, [0, 1], Topic + "_reply", [1]));
        await RawPeer.ReceiveAsync(socket, box.Soon);

        string value = new('x', 2_000);
        byte[] post = Packet(0x30, [], Topic, System.Text.Encoding.ASCII.GetBytes(
            "{\"id\":\"" + value + "\",\"params\":{\"A\":1}}"));
        for (int i = 0; i < Count; i++)
            await SendAsync(post);
        while (box.Server.Inbox.Received < Count)
            await box.Server.Inbox.WaitAsync(box.Server.Inbox.Received, box.Soon);
        await box.EventAsync(EmulatorEventCode.Undelivered);

        async Task SendAsync(byte[] packet) =>
            await socket.SendAsync(packet.AsMemory(), System.Net.WebSockets.WebSocketMessageType.Binary, true, box.Soon);
    }

    private static byte[] Packet(byte type, byte[] before, string topic, byte[] after)
    {
        byte[] body =
        [
            .. before, (byte)(topic.Length >> 8), (byte)topic.Length, .. System.Text.Encoding.ASCII.GetBytes(topic), .. after,
        ];
        return body.Length < 128
            ? [type, (byte)body.Length, .. body]
            : [type, (byte)(body.Length % 128 | 128), (byte)(body.Length / 128), .. body];
    }
}
