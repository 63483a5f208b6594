using AliyunIotWs.Emulator.Authorization;
using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>How often the device connects.</summary>
internal sealed class ConnectRateCheck : SceneCheck<RefusalScene>
{
    private const int Most = PlatformLimits.ConnectsPerMinute;

    public override CheckGroup Group => CheckGroup.Reconnect;

    public override Phrase Rule => Phrase.Of(
        $"The device connects {Most} times a minute at the most; the platform refuses the next one.",
        $"单个设备每分钟最多连接 {Most} 次，超出的连接会被平台拒绝。");

    public override string Source => "Alibaba Cloud IoT Platform, \"Limits\", MQTT connections";

    public override Phrase Remedy => Phrase.Of(
        $"Count the connects of the last minute and let the next one wait when there were {Most}.",
        $"统计最近一分钟的连接次数，达到 {Most} 次后推迟下一次连接。");

    protected override Finding Judge(Trial trial, RefusalScene scene)
    {
        if (scene.Restarted || scene.Refused == 0)
        {
            return Finding.NotSeen(
                $"the device did not come by itself while it was refused", $"被拒绝期间设备没有自行重连");
        }

        var times = trial.Record.Visits
            .Where(visit => visit.OpenedAt >= scene.Span.First && visit.OpenedAt <= scene.Span.Last)
            .Select(visit => visit.OpenedAt)
            .ToList();
        int most = times.Max(time => times.Count(other => other >= time && other < time + TimeSpan.FromMinutes(1)));
        var span = times[^1] - times[0];
        if (most <= Most)
        {
            return Finding.Passed(
                $"{most} connects within {span.TotalSeconds:0.0} s, while it was refused",
                $"被拒绝期间 {span.TotalSeconds:0.0} 秒内连接 {most} 次");
        }

        // Who slows down does so only once.
        return scene.Waits.Grow
            ? Finding.Warned(
                $"{most} connects within {span.TotalSeconds:0.0} s; the waits grow, from too short a begin",
                $"{span.TotalSeconds:0.0} 秒内连接 {most} 次；等待时间虽递增，但初始间隔过短")
            : Finding.Failed(
                $"{most} connects within {span.TotalSeconds:0.0} s, and no sign of slowing down",
                $"{span.TotalSeconds:0.0} 秒内连接 {most} 次，且没有放慢");
    }
}
