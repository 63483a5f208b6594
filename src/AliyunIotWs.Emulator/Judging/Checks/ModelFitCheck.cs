using AliyunIotWs.Emulator.Events;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>Whether what the device posts is what its thing model says.</summary>
internal sealed class ModelFitCheck : DeviceCheck
{
    public override CheckGroup Group => CheckGroup.ThingModel;

    public override Phrase Rule => new(
        "Properties and events have the identifiers, types and ranges of the product's thing model (TSL), and times in milliseconds.",
        "属性和事件的标识符、数据类型、取值范围符合产品物模型（TSL），时间戳为毫秒。");

    public override string Source => "Alibaba Cloud IoT Platform, \"Thing model\"; cloud log, code 6332";

    public override Phrase Remedy => new(
        "Compare with the TSL that the console exports; a bool is 0 or 1, a date is text.",
        "对照控制台导出的物模型 TSL 修改；bool 取值为 0 或 1，date 为字符串。");

    public override Finding Judge(Trial trial)
    {
        bool posted = trial.Requests.Any(request => request.Topic.Contains("/thing/event/", StringComparison.Ordinal));
        if (!posted)
            return Finding.NotSeen($"the device posted no property and no event", $"设备没有上报属性或事件");
        var identity = trial.Device.Identity;
        var mismatches = trial.Server.Events.Snapshot()
            .Where(line => line.Code == EmulatorEventCode.ModelMismatch && line.Time >= trial.Record.Start
                && line.ProductKey == identity.ProductKey && line.DeviceName == identity.DeviceName)
            .ToList();
        if (mismatches.Count > 0)
        {
            return new Finding(CheckResult.Failed, []).With(mismatches.DistinctBy(line => line.Message).Select(line => Phrase.Of(
                $"at {(line.Time - trial.Record.Start).TotalSeconds:0.0} s: {line.Message}",
                $"{(line.Time - trial.Record.Start).TotalSeconds:0.0} s：“{line.Message}”")));
        }

        return trial.Server.Cloud.Context.Models.Find(identity.ProductKey) is null
            ? Finding.NotSeen(
                $"the thing model is not known; give it with -Tsl", $"未提供物模型，请使用 -Tsl 参数")
            : Finding.Passed($"all that was posted fits the thing model", $"上报内容均符合物模型");
    }
}
