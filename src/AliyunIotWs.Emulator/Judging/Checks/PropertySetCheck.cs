using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>What the device answers where its properties are set.</summary>
internal sealed class PropertySetCheck() : CallCheck(CallKind.PropertySet)
{
    public override Phrase Rule => new(
        "The device answers thing/service/property/set on the same topic with _reply, with the id of the request, within 8 s.",
        "设备收到 thing/service/property/set 后，8 秒内在对应的 _reply Topic 上以相同 id 回复。");

    public override string Source => "Alibaba Cloud IoT Platform, \"Device properties, events and services\", setting properties";

    public override Phrase Remedy => new(
        "Publish {\"id\":\"<id of the request>\",\"code\":200,\"data\":{}} on /sys/{productKey}/{deviceName}/thing/service/property/set_reply.",
        "在 /sys/{productKey}/{deviceName}/thing/service/property/set_reply 上发布 {\"id\":\"<请求的 id>\",\"code\":200,\"data\":{}}。");
}
