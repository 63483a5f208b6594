using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>What the device answers where a service of its is called.</summary>
internal sealed class ServiceCheck() : CallCheck(CallKind.Service)
{
    public override Phrase Rule => new(
        "The device answers thing/service/{identifier} on the same topic with _reply, with the id of the request, within 8 s.",
        "设备收到 thing/service/{identifier} 后，8 秒内在对应的 _reply Topic 上以相同 id 回复。");

    public override string Source => "Alibaba Cloud IoT Platform, \"Device properties, events and services\", asynchronous services";

    public override Phrase Remedy => new(
        "Publish {\"id\":\"<id of the request>\",\"code\":200,\"data\":{<outputs>}} on the topic of the request with _reply.",
        "在请求 Topic 加 _reply 的 Topic 上发布 {\"id\":\"<请求的 id>\",\"code\":200,\"data\":{<输出参数>}}。");
}
