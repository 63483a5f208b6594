namespace AliyunIotWs.Emulator.Judging;

/// <summary>A check that is decided.</summary>
/// <param name="Check">The rule.</param>
/// <param name="Finding">What it has come to.</param>
/// <param name="At">When, from the begin of the trial on.</param>
internal sealed record CheckOutcome(DeviceCheck Check, Finding Finding, TimeSpan At);
