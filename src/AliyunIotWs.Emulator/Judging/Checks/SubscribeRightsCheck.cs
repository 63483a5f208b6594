using AliyunIotWs.Emulator.Judging.Recording;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>What the device subscribes to.</summary>
internal sealed class SubscribeRightsCheck : DeviceCheck
{
    public override CheckGroup Group => CheckGroup.Limits;

    public override Phrase Rule => new(
        "The device subscribes to topics that its product has, with the right to subscribe; the SUBACK has 0x80 for any other.",
        "设备只订阅产品已定义且具有订阅权限的 Topic，否则 SUBACK 返回 0x80。");

    public override string Source => "Alibaba Cloud IoT Platform, \"Topic classes\"; MQTT 3.1.1, section 3.9.3";

    public override Phrase Remedy => new(
        "Correct the filter, or define its class on the product's page; here with -TopicClass. Look at each code of the SUBACK.",
        "修正订阅的 Topic，或在控制台定义该 Topic 类（本命令使用 -TopicClass）；并检查 SUBACK 中的每个返回码。");

    public override Finding Judge(Trial trial)
    {
        var answers = trial.Record.Passages.Where(one => one.Kind == PassageKind.SubAck).ToList();
        var asked = trial.Record.Passages.Where(one => one.Kind == PassageKind.Subscribe).ToList();
        if (asked.Count == 0)
            return Finding.NotSeen($"the device subscribed to nothing", $"设备没有订阅");
        var refused = asked
            .SelectMany(one => one.Filters.Zip(AnswerOf(one, answers)?.Codes ?? []).Select(pair => (one.At, Filter: pair.First, Code: pair.Second)))
            .Where(one => one.Code >= 0x80)
            .DistinctBy(one => one.Filter)
            .ToList();
        if (refused.Count == 0)
        {
            int filters = asked.SelectMany(one => one.Filters).Distinct().Count();
            return Finding.Passed($"{filters} topics, all granted", $"{filters} 个 Topic 均订阅成功");
        }

        return Finding.Failed(
            $"{refused.Count} topics were answered with 0x80", $"{refused.Count} 个 Topic 返回 0x80")
            .With(refused.Select(one => (one.At, one.Filter, Fault: trial.Device.FaultOfSubscribe(one.Filter) ?? "0x80")).Select(one => Phrase.Of(
                $"{one.Filter} at {one.At.TotalSeconds:0.0} s: {one.Fault}",
                $"{one.At.TotalSeconds:0.0} s {one.Filter}：“{one.Fault}”")));
    }

    private static Passage? AnswerOf(Passage asked, IEnumerable<Passage> answers) => answers.FirstOrDefault(one =>
        ReferenceEquals(one.Visit, asked.Visit) && one.PacketId == asked.PacketId && one.At >= asked.At);
}
