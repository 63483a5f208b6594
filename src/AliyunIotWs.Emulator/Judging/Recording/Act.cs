namespace AliyunIotWs.Emulator.Judging.Recording;

/// <summary>What the judge did.</summary>
internal sealed record Act(TimeSpan At, Phrase What);
