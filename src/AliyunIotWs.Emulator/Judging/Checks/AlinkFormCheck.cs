using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Judging.Recording;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>The shape of what the device asks over Alink.</summary>
internal sealed class AlinkFormCheck : DeviceCheck
{
    public override CheckGroup Group => CheckGroup.ThingModel;

    public override Phrase Rule => new(
        "A request of the Alink protocol is a JSON object with id (text), version and params.",
        "Alink 协议请求为 JSON 对象，包含 id（字符串）、version 和 params。");

    public override string Source => "Alibaba Cloud IoT Platform, \"Device properties, events and services\" (Alink protocol)";

    public override Phrase Remedy => new(
        "Send {\"id\":\"123\",\"version\":\"1.0\",\"params\":{…},\"method\":\"thing.event.property.post\"}.",
        "按 {\"id\":\"123\",\"version\":\"1.0\",\"params\":{…},\"method\":\"thing.event.property.post\"} 的格式发送。");

    public override Finding Judge(Trial trial)
    {
        // An answer on the topic of a request is for the checks of calls.
        var requests = trial.Requests.Where(request => request.Fault is null && !IsAnswer(request)).ToList();
        if (requests.Count == 0)
            return Finding.NotSeen($"the device sent no request of the Alink protocol", $"设备没有发送 Alink 协议请求");
        var faults = requests.Select(request => (request, Fault: FaultOf(request))).Where(one => one.Fault is not null).ToList();
        if (faults.Count == 0)
            return Finding.Passed($"{requests.Count} requests", $"{requests.Count} 个请求");
        bool broken = faults.Exists(one => one.Fault!.Value.IsBroken);
        return new Finding(broken ? CheckResult.Failed : CheckResult.Warned, []).With(faults
            .OrderByDescending(one => one.Fault!.Value.IsBroken)
            .DistinctBy(one => (one.request.Topic, one.Fault!.Value.What.English))
            .Select(one => Phrase.Of(
                $"{one.request.Topic} at {one.request.At.TotalSeconds:0.0} s: {one.Fault!.Value.What.English}",
                $"{one.request.At.TotalSeconds:0.0} s {one.request.Topic}：{one.Fault!.Value.What.Chinese}")));
    }

    private static bool IsAnswer(Passage message) => message.Member("code") is not null && message.Member("params") is null;

    private static (Phrase What, bool IsBroken)? FaultOf(Passage request)
    {
        if (request.Length > Passage.KeptBytes)
            return null;
        using var document = request.Read();
        if (document is null)
            return (Phrase.Of($"its {request.Length} bytes are no JSON", $"{request.Length} 字节的内容不是 JSON"), true);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            return (new Phrase("it is no JSON object", "不是 JSON 对象"), true);
        if (root.Text("id") is not { Length: > 0 })
            return (new Phrase("it has no id", "缺少 id"), true);
        if (root.Member("params").ValueKind == JsonValueKind.Undefined)
            return (new Phrase("it has no params", "缺少 params"), true);
        if (root.Text("version") is null)
            return (new Phrase("it has no version", "缺少 version"), false);
        return root.Member("id").ValueKind == JsonValueKind.String
            ? null
            : (new Phrase("its id is no text; the reply has it as text", "id 不是字符串，平台回复中为字符串"), false);
    }
}
