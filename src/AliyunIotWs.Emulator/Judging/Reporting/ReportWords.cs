namespace AliyunIotWs.Emulator.Judging.Reporting;

/// <summary>The words of a report that no check has.</summary>
internal static class ReportWords
{
    public static Phrase Title { get; } = new("Device report", "设备检测报告");

    public static Phrase Device { get; } = new("Device", "设备");

    public static Phrase Client { get; } = new("Client id", "clientId");

    public static Phrase Transport { get; } = new("Transport", "传输方式");

    public static Phrase Date { get; } = new("Date", "时间");

    public static Phrase Duration { get; } = new("Duration", "耗时");

    public static Phrase Summary { get; } = new("Summary", "概要");

    public static Phrase NothingBad { get; } = new("Nothing was found that would go wrong on the platform.", "未发现在平台上会出错的问题。");

    public static Phrase Timeline { get; } = new("What happened", "检测过程");

    public static Phrase Remedy { get; } = new("Remedy:", "修改建议：");

    public static Phrase Before { get; } = new("before:", "基线：");

    public static Phrase Footer { get; } = new(
        "Times are seconds from the begin of the trial. Not seen: the device never did what the rule is about, so that "
        + "nothing can be said. Made by Test-IotDevice of the module AliyunIotWs on this machine; the platform was not "
        + "contacted.",
        "时间为从检测开始起的秒数。“未出现”表示设备没有做出该规则所涉及的行为，无法判断。引号中的英文为模拟器日志原文。本报告由 AliyunIotWs 模块的 "
        + "Test-IotDevice 在本机生成，未连接真实平台。");

    public static Phrase Connections { get; } = new("connections", "连接");

    public static Phrase FromDevice { get; } = new("from device", "设备上行");

    public static Phrase ToDevice { get; } = new("to device", "平台下行");

    public static Phrase Acts { get; } = new("the judge", "检测动作");

    public static Phrase Online { get; } = new("online", "在线");

    public static Phrase Refused { get; } = new("refused, reset or broken off", "被拒绝、重置或中止");

    public static Phrase Of(CheckResult result) => result switch
    {
        CheckResult.Failed => new("Failed", "不通过"),
        CheckResult.Warned => new("Warned", "警告"),
        CheckResult.Passed => new("Passed", "通过"),
        _ => new("Not seen", "未出现"),
    };

    /// <summary>A result by its name, as a baseline has it.</summary>
    public static Phrase Of(string result) =>
        Enum.TryParse<CheckResult>(result, out var known) ? Of(known) : Phrase.Same(result);

    public static Phrase Of(CheckGroup group) => group switch
    {
        CheckGroup.Connect => new("Connecting", "连接"),
        CheckGroup.Security => new("Security", "安全"),
        CheckGroup.Reconnect => new("Reconnecting", "重连"),
        CheckGroup.Delivery => new("Delivery", "消息可靠性"),
        CheckGroup.Limits => new("Topics and limits", "Topic 与限制"),
        CheckGroup.ThingModel => new("Thing model", "物模型"),
        CheckGroup.Calls => new("Calls of the cloud", "云端调用"),
        _ => new("Gateway", "网关与子设备"),
    };
}
