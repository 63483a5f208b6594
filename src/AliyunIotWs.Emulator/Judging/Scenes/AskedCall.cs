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

    /// <summary>Where the answer belongs.</summary>
    public string ReplyTopic =>
        Call.Topic.StartsWith("/ext/rrpc/", StringComparison.Ordinal) ? Call.Topic
        : IsRrpc ? Call.Topic.Replace("/rrpc/request/", "/rrpc/response/", StringComparison.Ordinal)
        : Call.Topic + "_reply";

    // The id of an RRPC is in its topic, and its payload may be anything.
    private bool IsRrpc => Call.Topic.Contains("/rrpc/", StringComparison.Ordinal);

    /// <summary>A message on another topic that was meant as the answer, as it has the call's id; null where there is none.</summary>
    public Passage? Misplaced(Trial trial) => trial.Record.Messages.FirstOrDefault(message =>
        message.At >= At && message.Topic != ReplyTopic
        && (message.Topic.Contains(Call.Id, StringComparison.Ordinal) || message.Member("id") == Call.Id));

    /// <summary>The answer as it is asked for; null where there is none in time.</summary>
    public Passage? Answer(Trial trial) => trial.Record.Messages.FirstOrDefault(message =>
        message.At >= At && message.At <= At + CloudCalls.Longest && message.Topic == ReplyTopic
        && (IsRrpc || message.Member("id") == Call.Id));

    /// <summary>A message on the right topic with another id; null where there is none.</summary>
    public Passage? Misnumbered(Trial trial) => trial.Record.Messages.FirstOrDefault(message =>
        !IsRrpc && message.At >= At && message.Topic == ReplyTopic && message.Member("id") != Call.Id);
}
