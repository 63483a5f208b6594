using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>What the device does where a request of its is refused.</summary>
internal sealed class ErrorReplyCheck : SceneCheck<ErrorReplyScene>
{
    private const int Storm = 10;
    private const int Times = 3;

    public override CheckGroup Group => CheckGroup.Calls;

    public override Phrase Rule => Phrase.Of(
        $"A device whose request is answered with an error code, such as {ErrorReplyScene.Code}, stays online and does not ask again and again.",
        $"请求收到错误码（如 {ErrorReplyScene.Code}）时，设备保持在线，且不反复重试。");

    public override string Source => "Alibaba Cloud IoT Platform, \"Device error codes\"";

    public override Phrase Remedy => new(
        "Look at code in each reply; try again after a while, longer each time, or not at all where the code says that the "
        + "request is wrong.",
        "检查每个回复的 code；可重试的错误延时并逐次加长间隔，参数错误则不再重试。");

    protected override Finding Judge(Trial trial, ErrorReplyScene scene)
    {
        if (scene.Refused is not { } refused)
            return Finding.NotSeen($"the device asked for nothing meanwhile", $"期间设备没有发起请求");
        var storm = trial.Patience.Storm;
        int Count(TimeSpan from, TimeSpan to) =>
            trial.Record.Messages.Count(one => one.Topic == refused.Topic && one.At >= from && one.At < to);
        int before = Count(refused.At - storm, refused.At);
        int after = Count(refused.At, refused.At + storm);
        if (after > Storm && after > before * Times)
        {
            return Finding.Failed(
                $"{refused.Topic} was answered with {ErrorReplyScene.Code} at {refused.At.TotalSeconds:0.0} s; {after} requests came within {storm.TotalSeconds:0} s, {before} in the {storm.TotalSeconds:0} s before",
                $"{refused.At.TotalSeconds:0.0} s 对 {refused.Topic} 返回 {ErrorReplyScene.Code}；此后 {storm.TotalSeconds:0} 秒内有 {after} 个请求，此前 {storm.TotalSeconds:0} 秒内为 {before} 个");
        }

        var visit = refused.Visit;
        return visit.EndedByDevice && visit.EndedAt <= refused.At + storm
            ? Finding.Warned(
                $"{refused.Topic} was answered with {ErrorReplyScene.Code}; the device closed its connection at {visit.EndedAt!.Value.TotalSeconds:0.0} s: {visit.EndReason}",
                $"对 {refused.Topic} 返回 {ErrorReplyScene.Code} 后，设备于 {visit.EndedAt!.Value.TotalSeconds:0.0} s 关闭了连接：“{visit.EndReason}”")
            : Finding.Passed(
                $"{refused.Topic} was answered with {ErrorReplyScene.Code} at {refused.At.TotalSeconds:0.0} s; {after} requests came within {storm.TotalSeconds:0} s, {before} in the {storm.TotalSeconds:0} s before",
                $"{refused.At.TotalSeconds:0.0} s 对 {refused.Topic} 返回 {ErrorReplyScene.Code}；此后 {storm.TotalSeconds:0} 秒内有 {after} 个请求，此前 {storm.TotalSeconds:0} 秒内为 {before} 个");
    }
}
