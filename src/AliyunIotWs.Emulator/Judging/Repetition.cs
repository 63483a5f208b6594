using AliyunIotWs.Emulator.Judging.Recording;

namespace AliyunIotWs.Emulator.Judging;

/// <summary>Tells a message that is sent again from another one that says the same.</summary>
internal static class Repetition
{
    /// <summary>True for a message of QoS 1 that had its PUBACK.</summary>
    public static bool IsAcknowledged(Trial trial, Passage sent) => trial.Record.Passages.Any(one =>
        one is { Kind: PassageKind.PubAck, FromDevice: false } && ReferenceEquals(one.Visit, sent.Visit)
        && one.PacketId == sent.PacketId && one.At >= sent.At);

    /// <summary>True where the device says the same as a matter of routine: also in a message that was acknowledged.</summary>
    /// <param name="trial">Of the device.</param>
    /// <param name="first">A message.</param>
    /// <param name="again">The message that may be the same one.</param>
    public static bool IsRoutine(Trial trial, Passage first, Passage again) => trial.Record.Messages.Any(one =>
        one.Qos == 1 && !one.Dup && !ReferenceEquals(one, first) && !ReferenceEquals(one, again)
        && one.Repeats(first) && IsAcknowledged(trial, one));
}
