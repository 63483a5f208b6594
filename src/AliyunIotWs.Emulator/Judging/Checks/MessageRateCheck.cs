using AliyunIotWs.Emulator.Authorization;
using AliyunIotWs.Emulator.Cloud;
using AliyunIotWs.Emulator.Judging.Recording;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>How fast the device sends.</summary>
internal sealed class MessageRateCheck : DeviceCheck
{
    // What piled up while there was no connection goes out at once where nothing paces it.
    private static readonly TimeSpan s_afterReturn = TimeSpan.FromSeconds(5);

    public override CheckGroup Group => CheckGroup.Limits;

    public override Phrase Rule => Phrase.Of(
        $"A device sends {PlatformLimits.MessagesPerSecondQos0} messages of QoS 0 and {PlatformLimits.MessagesPerSecondQos1} of QoS 1 a second at the most; the platform drops the rest without a word.",
        $"单个设备每秒最多上报 QoS 0 消息 {PlatformLimits.MessagesPerSecondQos0} 条、QoS 1 消息 {PlatformLimits.MessagesPerSecondQos1} 条，超出部分被平台静默丢弃。");

    public override string Source => "Alibaba Cloud IoT Platform, \"Limits\", messages of a device; cloud log, code 9324";

    public override Phrase Remedy => new(
        "Send at a pace, also what has piled up while the device was offline, or put several values into one message "
        + "(thing.event.property.batch.post).",
        "控制上报速率（包括断网期间积压的消息），或将多个数据合并到一条消息（thing.event.property.batch.post）。");

    public override Finding Judge(Trial trial)
    {
        var messages = trial.Record.Messages.Where(message => !message.Dup).ToList();
        if (messages.Count == 0)
            return Finding.NotSeen($"the device sent nothing", $"设备没有发送消息");
        var rates = messages
            .GroupBy(message => (Device: TopicAddress.OwnerOf(message.Topic), message.Qos))
            .Select(group => (group.Key.Qos, Most: MostInASecond([.. group]), Over: OverTheRate([.. group], group.Key.Qos)))
            .ToList();
        var over = rates.SelectMany(rate => rate.Over).OrderBy(message => message.At).ToList();
        var (qos, most, _) = rates.MaxBy(rate => (double)rate.Most / LimitOf(rate.Qos));
        if (over is not [var first, ..])
        {
            return Finding.Passed(
                $"{messages.Count} messages, at most {most} of QoS {qos} within a second",
                $"共 {messages.Count} 条消息，一秒内最多 {most} 条 QoS {qos} 消息");
        }

        FormattableString english = $"{over.Count} of {messages.Count} messages were over the rate, up to {most} of QoS {qos} within a second; the first at {first.At.TotalSeconds:0.0} s on {first.Topic}";
        FormattableString chinese = $"{messages.Count} 条消息中有 {over.Count} 条超出速率，一秒内最多 {most} 条 QoS {qos} 消息；首条于 {first.At.TotalSeconds:0.0} s，Topic 为 {first.Topic}";
        bool onlyAfterReturn = over.All(message => message.At - message.Visit.OnlineAt < s_afterReturn && message.Visit != trial.Record.Visits.First(visit => visit.OnlineAt is not null));
        return onlyAfterReturn ? Finding.Warned(english, chinese) : Finding.Failed(english, chinese);
    }

    private static int LimitOf(int qos) =>
        qos == 0 ? PlatformLimits.MessagesPerSecondQos0 : PlatformLimits.MessagesPerSecondQos1;

    private static int MostInASecond(Passage[] messages)
    {
        int most = 0;
        for (int begin = 0, end = 0; end < messages.Length; end++)
        {
            while (messages[end].At - messages[begin].At >= TimeSpan.FromSeconds(1))
                begin++;
            most = Math.Max(most, end - begin + 1);
        }

        return most;
    }

    // As the emulator counts: who keeps the rate is not punished for messages that the network pushes together.
    private static IEnumerable<Passage> OverTheRate(Passage[] messages, int qos)
    {
        int limit = LimitOf(qos);
        double left = limit;
        var last = messages[0].At;
        foreach (var message in messages)
        {
            left = Math.Min(limit, left + ((message.At - last).TotalSeconds * limit));
            last = message.At;
            if (left < 1)
                yield return message;
            else
                left--;
        }
    }
}
