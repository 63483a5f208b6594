using AliyunIotWs.Emulator.Authorization;
using AliyunIotWs.Emulator.Judging.Recording;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>How much the device subscribes to.</summary>
internal sealed class SubscribeSizeCheck : DeviceCheck
{
    private const int Each = PlatformLimits.TopicsPerSubscribe;
    private const int All = PlatformLimits.SubscriptionsPerDevice;

    public override CheckGroup Group => CheckGroup.Limits;

    public override Phrase Rule => Phrase.Of(
        $"A SUBSCRIBE has {Each} topics at the most, and a device {All} subscriptions.",
        $"单个 SUBSCRIBE 报文最多 {Each} 个 Topic，单个设备最多 {All} 个订阅。");

    public override string Source => "Alibaba Cloud IoT Platform, \"Limits\", subscriptions";

    public override Phrase Remedy => new(
        "Send several SUBSCRIBE, and use wildcards where the topic class allows them.",
        "拆分为多个 SUBSCRIBE，并在 Topic 类允许时使用通配符。");

    public override Finding Judge(Trial trial)
    {
        var asked = trial.Record.Passages.Where(one => one.Kind == PassageKind.Subscribe).ToList();
        if (asked.Count == 0)
            return Finding.NotSeen($"the device subscribed to nothing", $"设备没有订阅");
        var largest = asked.MaxBy(one => one.Filters.Count)!;
        int all = trial.Record.Visits.Max(visit => asked
            .Where(one => ReferenceEquals(one.Visit, visit)).SelectMany(one => one.Filters).Distinct().Count());
        FormattableString english = $"up to {largest.Filters.Count} topics in a SUBSCRIBE, at {largest.At.TotalSeconds:0.0} s; {all} subscriptions in a connection";
        FormattableString chinese = $"单个 SUBSCRIBE 最多 {largest.Filters.Count} 个 Topic（{largest.At.TotalSeconds:0.0} s），单个连接共 {all} 个订阅";
        return largest.Filters.Count > Each || all > All ? Finding.Failed(english, chinese) : Finding.Passed(english, chinese);
    }
}
