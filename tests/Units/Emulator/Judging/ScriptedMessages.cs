using System.Globalization;
using System.Text;
using System.Text.Json;
using AliyunIotWs.Units.Emulator.Gateway;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace AliyunIotWs.Units.Emulator.Judging;

/// <summary>What a scripted device sends, of its own accord and as answers. Its messages differ all.</summary>
internal sealed class ScriptedMessages(DeviceFault fault)
{
    private const string Own = "/pk/device";
    private const string Sys = "/sys/pk/device";
    private const string Post = Sys + "/thing/event/property/post";
    private const string Combine = "/ext/session/pk/device/combine/login";

    private int _packetId;
    private int _messageId;
    private int _number;

    public ushort NextId() => (ushort)Interlocked.Increment(ref _packetId);

    public MqttSubscribePacket Subscribe()
    {
        string[] filters =
        [
            Own + (fault == DeviceFault.WrongFilter ? "/user/update" : "/user/get"),
            Sys + "/thing/service/property/set", Sys + "/thing/service/Reboot", Sys + "/rrpc/request/+", Post + "_reply",
            .. fault == DeviceFault.ManyFilters ? Enumerable.Range(1, 5).Select(i => $"{Own}/user/get{i}") : [],
        ];
        return new MqttSubscribePacket
        {
            PacketIdentifier = NextId(),
            TopicFilters = [.. filters.Select(filter => new MqttTopicFilter
            {
                Topic = filter,
                QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            })],
        };
    }

    /// <summary>A sub-device is added and logged in.</summary>
    public IEnumerable<MqttPublishPacket> Login()
    {
        string signed = GatewayBox.Signed("sub1", fault == DeviceFault.WrongSubDevice ? "another secret" : "secret");
        yield return Message(Sys + "/thing/topo/add", Request($"[{signed}]"));
        yield return Message(Combine, Request(signed));
    }

    /// <summary>What the device sends again and again.</summary>
    public IEnumerable<MqttPublishPacket> Round()
    {
        string power = fault == DeviceFault.WrongType ? "\"on\"" : (++_number).ToString(CultureInfo.InvariantCulture);
        string values = $"{{\"Power\":{power}}}";
        yield return Message(Post, Request(values, method: "thing.event.property.post"));
        yield return Message(Sys + "/thing/topo/get", Request("{}"));
        string topic = Own + (fault == DeviceFault.WrongClass ? "/user/state" : "/user/update");
        string text = $"{{\"n\":{++_number}}}" + (fault == DeviceFault.TooLong ? new string(' ', 300 * 1024) : "");
        yield return Message(topic, text, qos: 1);
        for (int i = 0; fault == DeviceFault.TooFast && i < 20; i++)
            yield return Message(Own + "/user/update", "{}");
        if (fault == DeviceFault.Qos2)
            yield return Message(Own + "/user/update", "{}", qos: 2);
    }

    /// <summary>What the device answers to a message.</summary>
    public IEnumerable<MqttPublishPacket> Answers(string topic, string payload)
    {
        if (topic.Contains("/rrpc/request/", StringComparison.Ordinal))
        {
            string answer = topic.Replace("/request/", "/response/", StringComparison.Ordinal);
            yield return Message(fault == DeviceFault.WrongRrpcTopic ? answer + "/reply" : answer, "{}");
        }

        using var message = JsonDocument.Parse(payload);
        bool isSet = topic == Sys + "/thing/service/property/set";
        if (isSet || (topic == Sys + "/thing/service/Reboot" && fault != DeviceFault.NoServiceReply))
        {
            string id = message.RootElement.GetProperty("id").GetString()!;
            yield return Message(
                isSet && fault == DeviceFault.WrongReplyTopic ? Post : topic + "_reply",
                $$$"""{"id":"{{{id}}}","code":200,"data":{}}""");
        }

        bool isRefused = topic == Post + "_reply" && message.RootElement.GetProperty("code").GetInt32() != 200;
        for (int i = 0; isRefused && fault == DeviceFault.EagerRetry && i < 5; i++)
            yield return Message(Post, Request($"{{\"Power\":{++_number}}}", method: "thing.event.property.post"));
    }

    private string Request(string parameters, string method = "thing.topo")
    {
        int id = fault == DeviceFault.DuplicateIds ? 1 : Interlocked.Increment(ref _messageId);
        string version = fault == DeviceFault.NoVersion ? "" : "\"version\":\"1.0\",";
        string given = fault == DeviceFault.NoParams ? "" : $"\"params\":{parameters},";
        return $"{{\"id\":\"{id}\",{version}{given}\"method\":\"{method}\"}}";
    }

    private MqttPublishPacket Message(string topic, string payload, int qos = 0) => new()
    {
        Topic = topic,
        PayloadSegment = Encoding.UTF8.GetBytes(payload),
        PacketIdentifier = qos == 0 ? (ushort)0 : NextId(),
        QualityOfServiceLevel = (MqttQualityOfServiceLevel)qos,
    };
}
