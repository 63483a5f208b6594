using System.Collections.Concurrent;

namespace AliyunIotWs.Emulator.Cloud.Rrpc;

/// <summary>
/// Calls of the cloud that wait for their device's answer, by the topic of the answer and, where many calls share it,
/// by the message's id. Bounded: 10,000 calls; each leaves when it is answered or its time is over.
/// </summary>
internal sealed class PendingCalls
{
    private const int Capacity = 10_000;

    private readonly ConcurrentDictionary<(string Topic, string Id), TaskCompletionSource<byte[]>> _waiting = new();

    /// <summary>Begins to wait. A call that succeeds is followed by <see cref="End"/>.</summary>
    /// <returns>False where too many wait already.</returns>
    public bool TryBegin(string topic, string id, out Task<byte[]> answer)
    {
        var source = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        answer = source.Task;
        return _waiting.Count < Capacity && _waiting.TryAdd((topic, id), source);
    }

    public void End(string topic, string id) => _waiting.TryRemove((topic, id), out _);

    /// <summary>Hands an answer over.</summary>
    /// <returns>False where nobody waits for it.</returns>
    public bool TryAnswer(string topic, string id, ReadOnlyMemory<byte> payload) =>
        _waiting.TryGetValue((topic, id), out var waiting) && waiting.TrySetResult(payload.ToArray());
}
