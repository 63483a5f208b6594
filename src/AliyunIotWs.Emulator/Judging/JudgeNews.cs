namespace AliyunIotWs.Emulator.Judging;

/// <summary>What a judge has to tell while it works.</summary>
/// <param name="Step">What happens now, and what the person has to do; null where a check was decided.</param>
/// <param name="Outcome">A check that was decided; null otherwise.</param>
/// <param name="Done">The share of the scenes that are over, 0 to 1.</param>
internal sealed record JudgeNews(Phrase? Step, CheckOutcome? Outcome, double Done);
