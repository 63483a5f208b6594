using AliyunIotWs.Session.Links;

namespace AliyunIotWs.Session.Subscribing;

/// <summary>A SUBSCRIBE or UNSUBSCRIBE packet that waits for its answer, also over a reconnect.</summary>
internal sealed class ControlRequest
{
    private readonly TaskCompletionSource<IReadOnlyList<byte>> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What to subscribe to, or null for an UNSUBSCRIBE.</summary>
    public IReadOnlyList<TopicRequest>? Topics { get; init; }

    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>The return codes of the SUBACK; empty for an UNSUBACK.</summary>
    public Task<IReadOnlyList<byte>> Answer => _answer.Task;

    public void Send(IMqttLink link, ushort packetId)
    {
        if (Topics is { } topics)
            link.Subscribe(packetId, topics);
        else
            link.Unsubscribe(packetId, Filters);
    }

    public void Complete(IReadOnlyList<byte> returnCodes) => _answer.TrySetResult(returnCodes);

    public void Fail(Exception reason) => _answer.TrySetException(reason);
}
