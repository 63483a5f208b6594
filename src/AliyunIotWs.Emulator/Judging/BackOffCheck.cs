using AliyunIotWs.Emulator.Authorization;
using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging;

/// <summary>A check that the device slows down where it does not get in.</summary>
internal abstract class BackOffCheck<TScene> : SceneCheck<TScene>
    where TScene : RefusingScene
{
    public sealed override CheckGroup Group => CheckGroup.Reconnect;

    public override string Source => "Alibaba Cloud IoT Platform, \"Limits\" (connects of a device) and \"FAQ: MQTT connections that drop\"";

    public override Phrase Remedy => Phrase.Of(
        $"Double the wait after each attempt that fails, from 1 s to a minute or more, and begin anew only after a connection that lasted; a wait that stays the same has to be {Waits.Longest.TotalSeconds:0} s at least, for {PlatformLimits.ConnectsPerMinute} connects a minute.",
        $"每次失败后等待时间加倍（从 1 秒到 1 分钟以上），连接稳定后再重置；若间隔固定，至少 {Waits.Longest.TotalSeconds:0} 秒（每分钟最多 {PlatformLimits.ConnectsPerMinute} 次）。");

    protected sealed override Finding Judge(Trial trial, TScene scene)
    {
        if (scene.Restarted)
            return Finding.StartedAnew;
        var waits = scene.Waits;
        int attempts = waits.Each.Count;
        if (attempts == 0)
        {
            return Finding.NotSeen(
                $"the device made no attempt within {scene.Watched.TotalSeconds:0} s",
                $"{scene.Watched.TotalSeconds:0} 秒内设备未尝试重连");
        }

        if (waits.Grow)
        {
            return Finding.Passed(
                $"{attempts} attempts, after waits of {waits}", $"尝试 {attempts} 次，等待时间依次为 {waits}");
        }

        if (waits.AreTelling)
        {
            double span = (scene.Span.Last - scene.Span.First).TotalSeconds;
            return Finding.Failed(
                $"{attempts} attempts within {span:0.0} s, after waits of {waits}: they do not grow",
                $"{span:0.0} 秒内尝试 {attempts} 次，等待时间依次为 {waits}，未递增");
        }

        if (scene.After is null)
        {
            return Finding.Warned(
                $"the device gave up (attempts: {attempts}): it was not online again within {scene.Watched.TotalSeconds:0} s, and made no attempt in the last {scene.Silent.TotalSeconds:0} s",
                $"设备尝试 {attempts} 次后放弃：{scene.Watched.TotalSeconds:0} 秒内未重新上线，最后 {scene.Silent.TotalSeconds:0} 秒内未再尝试");
        }

        return Finding.NotSeen(
            $"{attempts} attempts, after waits of {waits}, are too few to tell",
            $"仅尝试 {attempts} 次，等待时间为 {waits}，不足以判断");
    }
}
