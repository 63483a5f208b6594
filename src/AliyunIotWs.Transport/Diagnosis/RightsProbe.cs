using System.Globalization;
using AliyunIotWs.Errors;
using AliyunIotWs.Session;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Session.Outgoing;
using AliyunIotWs.Transport.Links;

namespace AliyunIotWs.Transport.Diagnosis;

/// <summary>
/// Asks on a link for one subscription and for the acknowledgement of one message. What comes in stays unacknowledged,
/// so that the device still gets it.
/// </summary>
internal sealed class RightsProbe : PassiveObserver
{
    private const ushort PacketId = 1;
    private const byte Refused = 0x80;

    private readonly IMqttLink _link;
    private readonly ConnectionSettings _settings;
    private readonly TaskCompletionSource<LinkEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<byte> _granted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RightsProbe(IMqttLink link, ConnectionSettings settings)
    {
        (_link, _settings) = (link, settings);
        link.Observe(this);
    }

    public async Task RunAsync() => _ended.TrySetResult(await _link.RunAsync().ConfigureAwait(false));

    public async Task SubscribeAsync(string filter, CancellationToken cancellation)
    {
        _link.Subscribe(PacketId, [new TopicRequest(filter, 0)]);
        await WaitAsync(_granted.Task, "SUBACK", "Raise -TimeoutSeconds; a broker answers each SUBSCRIBE.", cancellation)
            .ConfigureAwait(false);
        if (await _granted.Task.ConfigureAwait(false) >= Refused)
        {
            throw new IotException(
                IotErrorId.SubscriptionRejected,
                $"the subscription to {filter} was refused",
                "Check in the console that the topic class exists and that the device may subscribe to it.");
        }
    }

    public Task UnsubscribeAsync(string filter, CancellationToken cancellation)
    {
        _link.Unsubscribe(PacketId + 1, [filter]);
        return WaitAsync(
            _left.Task, "UNSUBACK", "Raise -TimeoutSeconds; a broker answers each UNSUBSCRIBE.", cancellation);
    }

    public async Task PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        var batch = new PublishBatch(keepReceipts: false);
        long now = _settings.Time.GetTimestamp();
        _link.Publish(new OutboundMessage(batch, topic, payload, 1, null, now) { PacketId = PacketId }, false);
        await WaitAsync(
            _acknowledged.Task,
            $"PUBACK of the message to {topic}",
            "Check in the console that the topic class exists and that the device may publish on it: the platform drops "
            + "a forbidden message without an answer.",
            cancellation).ConfigureAwait(false);
    }

    public override void OnPublishAcknowledged(ushort packetId) => _acknowledged.TrySetResult();

    public override Task OnAnswerAsync(ushort packetId, IReadOnlyList<byte> returnCodes)
    {
        if (returnCodes.Count == 0)
            _left.TrySetResult();
        else
            _granted.TrySetResult(returnCodes[0]);
        return Task.CompletedTask;
    }

    private async Task WaitAsync(Task answer, string what, string remedy, CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAny(answer, _ended.Task).WaitAsync(_settings.Timeout, _settings.Time, cancellation)
                .ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new IotException(
                IotErrorId.PublishTimeout,
                string.Create(CultureInfo.InvariantCulture, $"no {what} within {_settings.Timeout.TotalSeconds:0.###} s"),
                remedy);
        }

        if (!answer.IsCompleted)
        {
            var end = await _ended.Task.ConfigureAwait(false);
            throw new IotException(IotErrorId.ConnectionLost, $"the connection ended: {end.Reason}", remedy, end.Cause);
        }
    }
}
