using AliyunIotWs.Emulator.Cloud.Rrpc;
using AliyunIotWs.Emulator.Judging.Recording;

namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>Something that the device was asked.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Call">The call; it has ended.</param>
/// <param name="IsKnown">
/// True where the device can be expected to know what it is asked about: it has posted it, or its thing model has it.
/// </param>
/// <param name="At">When it was asked.</param>
internal sealed record AskedCall(CallKind Kind, CloudCall Call, bool IsKnown, TimeSpan At)
{
    /// <summary>What has come of it.</summary>
    public CallOutcome Outcome => Call.Completion.Result;

    public string ReplyTopic =>
        Call.Topic.StartsWith("/ext/rrpc/", StringComparison.Ordinal) ? Call.Topic
        : Kind == CallKind.Rrpc || Call.Topic.Contains("/rrpc/", StringComparison.Ordinal)
            ? Call.Topic.Replace("/rrpc/request/", "/rrpc/response/", StringComparison.Ordinal)
        : Call.Topic + "_reply";

    /// <summary>
    /// A message that was meant as the answer: it has the call's id, or is the only one on the topic, and is not the answer
    /// that is expected. Null where there is none.
    /// </summary>
    public Passage? Misplaced(Trial trial) => trial.Record.Messages.FirstOrDefault(message =>
        message.At >= At && message.Topic != ReplyTopic
        && (message.Topic.Contains(Call.Id, StringComparison.Ordinal) || message.Member("id") == Call.Id));

    /// <summary>A message on the right topic with another id; null where there is none.</summary>
    public Passage? Misnumbered(Trial trial) => trial.Record.Messages.FirstOrDefault(message =>
        message.At >= At && message.Topic == ReplyTopic && message.Member("id") != Call.Id);
}
