using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>Whether the waits of a fleet would be the same.</summary>
internal sealed class JitterCheck : SceneCheck<RefusalScene>
{
    private const int Fewest = 3;

    public override CheckGroup Group => CheckGroup.Reconnect;

    public override Phrase Rule => new(
        "The waits before new attempts have a random part, so that a fleet that lost its network does not come back at once.",
        "重连等待时间带有随机量，避免大量设备断网后同时重连。");

    public override string Source => "Alibaba Cloud IoT Platform, \"Limits\" (connects of an account a second)";

    public override Phrase Remedy => new(
        "Take a random part of each wait, such as a wait between nothing and the doubled one.",
        "为每次等待加入随机量，例如在 0 与加倍后的时间之间取随机值。");

    protected override Finding Judge(Trial trial, RefusalScene scene)
    {
        if (trial.Scene<ClosedPortScene>() is not { } other || scene.Restarted || other.Restarted
            || !scene.Waits.Grow || !other.Waits.Grow)
        {
            return Finding.NotSeen(
                $"jitter is looked for where the waits grow both times", $"仅当两次等待时间均递增时才检查随机量");
        }

        int pairs = Math.Min(scene.Waits.Each.Count, other.Waits.Each.Count);
        if (pairs < Fewest)
            return Finding.NotSeen($"{pairs} waits of each time are too few to compare", $"两次仅有 {pairs} 个等待时间可比较");
        return scene.Waits.AreSame(other.Waits)
            ? Finding.Warned(
                $"the waits were {other.Waits} the first time and {scene.Waits} the second: the same",
                $"第一次等待 {other.Waits}，第二次等待 {scene.Waits}，完全相同")
            : Finding.Passed(
                $"the waits were {other.Waits} the first time and {scene.Waits} the second",
                $"第一次等待 {other.Waits}，第二次等待 {scene.Waits}");
    }
}
