namespace AliyunIotWs.Emulator.Cloud.Rrpc;

/// <summary>What became of a call.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Answer">Of the device; empty without one.</param>
/// <param name="Reason">Why there is no answer; null where there is one.</param>
internal sealed record CallOutcome(CallStatus Status, byte[] Answer, string? Reason);
