namespace AliyunIotWs.Emulator.Judging;

/// <summary>A verdict with what was seen, the most telling first.</summary>
/// <param name="Result">The verdict.</param>
/// <param name="Evidence">At least one sentence, with numbers, topics and times.</param>
internal sealed record Finding(CheckResult Result, IReadOnlyList<Phrase> Evidence)
{
    /// <summary>Sentences of one kind that are shown; the rest is counted.</summary>
    public const int MostExamples = 5;

    /// <summary>For checks of how long a device waits.</summary>
    public static Finding StartedAnew { get; } = NotSeen(
        $"the device's program ended and was started anew, so that it did not wait by itself",
        $"设备程序退出后被重新启动，等待时间并非设备自身行为");

    public static Finding Passed(FormattableString english, FormattableString chinese) =>
        new(CheckResult.Passed, [Phrase.Of(english, chinese)]);

    public static Finding Warned(FormattableString english, FormattableString chinese) =>
        new(CheckResult.Warned, [Phrase.Of(english, chinese)]);

    public static Finding Failed(FormattableString english, FormattableString chinese) =>
        new(CheckResult.Failed, [Phrase.Of(english, chinese)]);

    public static Finding NotSeen(FormattableString english, FormattableString chinese) =>
        new(CheckResult.NotSeen, [Phrase.Of(english, chinese)]);

    /// <summary>The same verdict with more to show, of which the first few are kept.</summary>
    public Finding With(IEnumerable<Phrase> more)
    {
        Phrase[] all = [.. more];
        var shown = all.Length <= MostExamples
            ? all.AsEnumerable()
            : all.Take(MostExamples).Append(Phrase.Of(
                $"and {all.Length - MostExamples} more", $"另有 {all.Length - MostExamples} 处"));
        return this with { Evidence = [.. Evidence, .. shown] };
    }
}
