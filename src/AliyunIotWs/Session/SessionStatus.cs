using AliyunIotWs.Errors;

namespace AliyunIotWs.Session;

/// <summary>What a session shows of its life: replaced as a whole, so that no reader sees half of a change.</summary>
internal sealed record SessionStatus(
    IotConnectionState State,
    Uri Endpoint,
    DateTimeOffset? ConnectedAt = null,
    int Reconnects = 0,
    IotException? LastError = null);
