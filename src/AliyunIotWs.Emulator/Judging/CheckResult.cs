namespace AliyunIotWs.Emulator.Judging;

/// <summary>What a check has come to.</summary>
internal enum CheckResult
{
    /// <summary>The device did what the rule asks.</summary>
    Passed,

    /// <summary>The platform lets it pass, and it will be trouble all the same.</summary>
    Warned,

    /// <summary>The device broke the rule.</summary>
    Failed,

    /// <summary>The device never did what the rule is about.</summary>
    NotSeen,
}
