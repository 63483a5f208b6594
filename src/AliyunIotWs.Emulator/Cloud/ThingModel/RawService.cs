using AliyunIotWs.Emulator.Cloud.Alink;

namespace AliyunIotWs.Emulator.Cloud.ThingModel;

/// <summary>
/// Answers bytes that only a product's script could read. The emulator runs no scripts, so that it answers as the
/// platform does for a product without one: 26001. That code is documented; that it comes as JSON is a guess, since the
/// script that would make bytes of it is missing too.
/// </summary>
internal sealed class RawService(CloudContext cloud)
{
    private const string Topic = "/sys/{pk}/{dn}/thing/model/up_raw";

    public static IEnumerable<CloudRoute> Routes(CloudContext cloud) =>
        [new(Topic, Topic + "_reply", new RawService(cloud).Answer)];

    private void Answer(CloudMessage message)
    {
        var answer = AlinkAnswer.Error(AlinkCode.NoScript, "the product has no script for its data");
        cloud.Rejected(message, answer.Code, answer.Message);
        cloud.Delivery.Reply(
            message,
            message.Topic + "_reply",
            new AlinkReply(answer, string.Empty, "thing.model.up_raw").Write);
    }
}
