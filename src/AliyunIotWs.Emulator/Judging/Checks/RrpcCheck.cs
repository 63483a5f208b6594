using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>What the device answers to an RRPC, and to a synchronous service, which is one.</summary>
internal sealed class RrpcCheck() : CallCheck(CallKind.Rrpc)
{
    public override Phrase Rule => new(
        "The device answers rrpc/request/{id} on rrpc/response/{id} with the same id, within 8 s; a custom RRPC on its own topic.",
        "设备收到 rrpc/request/{id} 后，8 秒内在 rrpc/response/{id} 上以相同 id 回复；自定义 RRPC 在原 Topic 上回复。");

    public override string Source => "Alibaba Cloud IoT Platform, \"What is RRPC\" and \"Call an RRPC\"; cloud log, codes 1904 and 1905";

    public override Phrase Remedy => new(
        "Take the id from the topic of the request, and put it into the topic of the answer.",
        "从请求 Topic 中取出 id，拼接到应答 Topic 中。");
}
