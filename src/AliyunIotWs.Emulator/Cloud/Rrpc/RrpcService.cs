using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Events;

namespace AliyunIotWs.Emulator.Cloud.Rrpc;

/// <summary>Takes what devices answer to the cloud's calls.</summary>
internal sealed class RrpcService(CloudContext cloud)
{
    public static IEnumerable<CloudRoute> Routes(CloudContext cloud)
    {
        var service = new RrpcService(cloud);
        return
        [
            new("/sys/{pk}/{dn}/rrpc/response/{id}", null, service.TakeRrpc),
            new(TopicAddress.CustomRrpc + "{id}", null, service.TakeRrpc),
            new("/sys/{pk}/{dn}/thing/service/property/set_reply", null, service.TakeReply),
            new("/sys/{pk}/{dn}/thing/service/property/get_reply", null, service.TakeReply),
            new("/sys/{pk}/{dn}/thing/service/{id}_reply", null, service.TakeReply),
            new("/sys/{pk}/{dn}/thing/config/push_reply", null, service.TakeReply),
        ];
    }

    // The RRPC's id stands in the topic, so that the payload may be anything.
    private void TakeRrpc(CloudMessage message)
    {
        if (cloud.Pending.TryAnswer(message.Topic, string.Empty, message.Payload))
            return;
        cloud.Events.Add(
            EmulatorEventCode.RrpcLate,
            $"{message.Topic}: nobody waits for this answer; it came late, or its id is none of the cloud's",
            message.Device.Identity);
    }

    // An answer that nobody waits for is no fault: the platform takes it and notes it.
    private void TakeReply(CloudMessage message)
    {
        using var document = CompactJson.TryRead(message.Payload);
        if (document?.RootElement is { ValueKind: JsonValueKind.Object } root)
            cloud.Pending.TryAnswer(message.Topic, AlinkRequest.From(root).Id, message.Payload);
    }
}
