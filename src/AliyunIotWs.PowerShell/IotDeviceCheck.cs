using AliyunIotWs.Emulator.Judging;

namespace AliyunIotWs;

/// <summary>What Test-IotDevice found about one rule.</summary>
public sealed class IotDeviceCheck
{
    internal IotDeviceCheck(CheckOutcome outcome, string device, DateTimeOffset start, Language language, string? baseline)
    {
        Outcome = outcome;
        Device = device;
        Name = outcome.Check.Name;
        Group = outcome.Check.Group.ToString();
        Result = outcome.Finding.Result.ToString();
        Rule = outcome.Check.Rule.In(language);
        Source = outcome.Check.Source;
        // Often in a device's own words.
        Evidence = [.. outcome.Finding.Evidence.Select(phrase => IotText.Show(phrase.In(language)))];
        Remedy = outcome.Check.Remedy.In(language);
        Time = start + outcome.At;
        Baseline = baseline;
    }

    /// <summary>The device as <c>productKey/deviceName</c>.</summary>
    public string Device { get; }

    /// <summary>The check, in the same words whatever the language is.</summary>
    public string Name { get; }

    /// <summary>Connect, Security, Reconnect, Delivery, Limits, ThingModel, Calls or Gateway.</summary>
    public string Group { get; }

    /// <summary>
    /// Passed; Warned, where the platform lets it pass and it will be trouble; Failed; NotSeen, where the device never did
    /// what the rule is about.
    /// </summary>
    public string Result { get; }

    /// <summary>What is asked of a device.</summary>
    public string Rule { get; }

    /// <summary>Where the rule stands.</summary>
    public string Source { get; }

    /// <summary>What was seen: numbers, topics, and times in seconds from the begin on. It holds no secret.</summary>
    public IReadOnlyList<string> Evidence { get; }

    /// <summary>What to change in a device that breaks the rule.</summary>
    public string Remedy { get; }

    /// <summary>When it was decided.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The result in the file of -Baseline; null without one, and for a check that the file does not have.</summary>
    public string? Baseline { get; }

    /// <summary>True where the result is worse than in the baseline: Failed after anything else, Warned after Passed.</summary>
    public bool IsRegression => Baseline is not null && Badness(Result) > Badness(Baseline);

    internal CheckOutcome Outcome { get; }

    /// <summary>Name and result.</summary>
    public override string ToString() => $"{Name}: {Result}";

    private static int Badness(string result) => result switch
    {
        nameof(CheckResult.Failed) => 2,
        nameof(CheckResult.Warned) => 1,
        _ => 0,
    };
}
