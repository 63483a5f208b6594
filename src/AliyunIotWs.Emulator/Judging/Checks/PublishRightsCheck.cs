namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>Where the device publishes.</summary>
internal sealed class PublishRightsCheck : DeviceCheck
{
    public override CheckGroup Group => CheckGroup.Limits;

    public override Phrase Rule => new(
        "The device publishes on topics that its product has, with the right to publish; anything else is dropped without a word.",
        "设备只在产品已定义且具有发布权限的 Topic 上发布消息，其余消息被平台静默丢弃。");

    public override string Source => "Alibaba Cloud IoT Platform, \"Topic classes\" and \"Limits\"; cloud log, code 9236";

    public override Phrase Remedy => new(
        "Correct the topic, or define its class on the product's page; here with -TopicClass.",
        "修正 Topic，或在控制台产品页定义该 Topic 类；本命令使用 -TopicClass 参数声明。");

    public override Finding Judge(Trial trial)
    {
        var messages = trial.Record.Messages.ToList();
        if (messages.Count == 0)
            return Finding.NotSeen($"the device sent nothing", $"设备没有发送消息");
        var denied = messages.Where(message => message.Fault is not null).ToList();
        if (denied.Count == 0)
        {
            int topics = messages.Select(message => message.Topic).Distinct().Count();
            return Finding.Passed(
                $"{messages.Count} messages on {topics} topics", $"{topics} 个 Topic 上共 {messages.Count} 条消息");
        }

        return Finding.Failed(
            $"{denied.Count} of {messages.Count} messages were dropped",
            $"{messages.Count} 条消息中有 {denied.Count} 条被丢弃")
            .With(denied.DistinctBy(message => message.Topic).Select(message => Phrase.Of(
                $"{message.Topic} at {message.At.TotalSeconds:0.0} s: {message.Fault}",
                $"{message.At.TotalSeconds:0.0} s {message.Topic}：“{message.Fault}”")));
    }
}
