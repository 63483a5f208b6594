using AliyunIotWs.Errors;

namespace AliyunIotWs.Session.Outgoing;

/// <summary>Sends one message and waits until it is acknowledged (QoS 1) or written (QoS 0).</summary>
internal static class LoneMessage
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);

    /// <returns>Why it did not go; null where it did.</returns>
    public static IotException? Send(
        DeviceSession session,
        string topic,
        ReadOnlyMemory<byte> payload,
        int qos,
        TimeSpan limit,
        CancellationToken cancellation)
    {
        if (session.Settings.Pacer is { } pacer && !pacer.TryPass(qos, payload.Length))
            pacer.PassAsync(qos, payload.Length, cancellation).Wait(cancellation);
        var time = session.Settings.Time;
        var batch = new PublishBatch(keepReceipts: true);
        var message = new OutboundMessage(batch, topic, payload, qos, null, time.GetTimestamp()) { Alone = true };
        var outbox = session.Outbox;
        try
        {
            for (long seen = outbox.Admission.Changes; !outbox.TrySend(message); seen = outbox.Admission.Changes)
            {
                if (time.GetElapsedTime(message.StartedAt) >= limit)
                    return PublishTimeout.Of(message, limit, session.Outage);
                outbox.Admission.Wait(seen, s_look, cancellation);
            }

            while (true)
            {
                long seen = batch.Progress.Changes;
                if (batch.TryTakeFinished(out var finished))
                    return finished.Failure;
                if (!batch.Progress.Wait(seen, s_look, cancellation, session))
                    outbox.Expire(batch, limit, session.Outage);
            }
        }
        finally
        {
            outbox.Forget(batch);
        }
    }
}
