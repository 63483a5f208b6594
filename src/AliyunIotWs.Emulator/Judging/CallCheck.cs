using AliyunIotWs.Emulator.Cloud.Rrpc;
using AliyunIotWs.Emulator.Judging.Recording;
using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging;

/// <summary>A check that the device answers what the cloud asks, in time and on the right topic.</summary>
internal abstract class CallCheck(CallKind kind) : SceneCheck<CallScene>
{
    public sealed override CheckGroup Group => CheckGroup.Calls;

    protected sealed override Finding Judge(Trial trial, CallScene scene)
    {
        var calls = scene.Calls.Where(call => call.Kind == kind).ToList();
        if (calls.Count == 0)
            return Finding.NotSeen($"the device takes no such calls: it has not subscribed to them", $"设备没有订阅此类调用");
        return calls.Select(call => Judge(trial, call)).MaxBy(finding => finding.Result switch
        {
            CheckResult.Failed => 3,
            CheckResult.Warned => 2,
            CheckResult.Passed => 1,
            _ => 0,
        })!;
    }

    private static Finding Judge(Trial trial, AskedCall call)
    {
        if (call.Answer(trial) is { } answer)
            return Answered(call, answer);
        if (call.Misplaced(trial) is { } misplaced)
        {
            return Finding.Failed(
                $"asked on {call.Call.Topic} with id {call.Call.Id}; the answer came on {misplaced.Topic} at {misplaced.At.TotalSeconds:0.0} s, and belongs on {call.ReplyTopic}",
                $"在 {call.Call.Topic} 发起调用（id {call.Call.Id}）；回复于 {misplaced.At.TotalSeconds:0.0} s 发到 {misplaced.Topic}，应发到 {call.ReplyTopic}");
        }

        if (call.Misnumbered(trial) is { } misnumbered)
        {
            return Finding.Failed(
                $"asked with id {call.Call.Id}; the answer on {misnumbered.Topic} at {misnumbered.At.TotalSeconds:0.0} s has the id {misnumbered.Member("id") ?? "of nothing"}",
                $"调用 id 为 {call.Call.Id}；{misnumbered.At.TotalSeconds:0.0} s 在 {misnumbered.Topic} 的回复 id 为 {misnumbered.Member("id") ?? "空"}");
        }

        if (call.Outcome.Status != CallStatus.Timeout)
            return Finding.NotSeen($"the device went offline: {call.Outcome.Reason}", $"设备已离线：“{call.Outcome.Reason}”");
        FormattableString english = $"asked on {call.Call.Topic} at {call.At.TotalSeconds:0.0} s with id {call.Call.Id}; no answer on {call.ReplyTopic} within {CloudCalls.Longest.TotalSeconds:0} s";
        FormattableString chinese = $"{call.At.TotalSeconds:0.0} s 在 {call.Call.Topic} 发起调用（id {call.Call.Id}），{CloudCalls.Longest.TotalSeconds:0} 秒内未在 {call.ReplyTopic} 收到回复";

        // Of something that it can not know, a device may well say nothing.
        return call.IsKnown ? Finding.Failed(english, chinese) : Finding.Warned(english, chinese);
    }

    private static Finding Answered(AskedCall call, Passage answer)
    {
        double milliseconds = (answer.At - call.At).TotalMilliseconds;
        string code = answer.Member("code") ?? "-";
        return Finding.Passed(
            $"asked on {call.Call.Topic} with id {call.Call.Id}; answered on {call.ReplyTopic} after {milliseconds:0} ms, code {code}",
            $"在 {call.Call.Topic} 发起调用（id {call.Call.Id}），{milliseconds:0} 毫秒后在 {call.ReplyTopic} 收到回复，code 为 {code}");
    }
}
