using AliyunIotWs.Emulator.Judging.Recording;

namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>
/// A message of QoS 1 is taken and not acknowledged, then the connection is cut; a message waits for the device that has
/// kept its session.
/// </summary>
internal sealed class DropScene : Scene
{
    // Of a device that has sent none so far, one is hardly to be expected.
    private static readonly TimeSpan s_shortPatience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(300);

    /// <summary>The connection that was cut.</summary>
    public Visit? Before { get; private set; }

    /// <summary>The connection after it; null where the device did not come back.</summary>
    public Visit? After { get; private set; }

    /// <summary>Messages of the device that were not acknowledged.</summary>
    public IReadOnlyList<Passage> Withheld { get; private set; } = [];

    /// <summary>Filters that the device held.</summary>
    public IReadOnlyList<string> Filters { get; private set; } = [];

    /// <summary>The topic of a message that was sent meanwhile; null where none was.</summary>
    public string? MissedTopic { get; private set; }

    public override async Task RunAsync(Trial trial, CancellationToken cancellationToken)
    {
        if (await StageAsync(trial, cancellationToken).ConfigureAwait(false) is not { } visit)
            return;
        Before = visit;
        Filters = trial.Device.Subscriptions;
        string? topic = DeliveryScene.TopicFor(trial);
        await WithholdAsync(trial, visit, cancellationToken).ConfigureAwait(false);
        if (topic is not null && visit.Connect is { Clean: false })
        {
            string? fault = await DeliveryScene.SendAsync(trial, topic, 4, cancellationToken).ConfigureAwait(false);
            MissedTopic = fault is null ? topic : null;
        }

        After = await trial.ComeBackAsync(Before, cancellationToken).ConfigureAwait(false);
        if (After is not null)
            await SettleAsync(trial, After, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A withheld message as it came again; null where it did not.</summary>
    public Passage? Again(Trial trial, Passage withheld) => trial.Record.Messages.FirstOrDefault(one =>
        ReferenceEquals(one.Visit, After) && one.Qos == 1 && one.Repeats(withheld));

    /// <summary>The message that was sent while the device was away, as it was delivered; null where it was not.</summary>
    public Passage? Delivered(Trial trial) => trial.Record.Passages.FirstOrDefault(one =>
        one.IsDelivery && ReferenceEquals(one.Visit, After) && one.Topic == MissedTopic && one.Qos == 1);

    /// <summary>How often the device logged sub-devices in.</summary>
    public static int Logins(Trial trial, Visit? visit) => trial.Record.Messages.Count(message =>
        ReferenceEquals(message.Visit, visit) && message.Topic.EndsWith("login", StringComparison.Ordinal)
        && message.Topic.Contains("/combine/", StringComparison.Ordinal));

    private async Task WithholdAsync(Trial trial, Visit visit, CancellationToken cancellationToken)
    {
        bool expected = trial.Record.Messages.Any(one => one.Qos == 1);
        trial.Tell(
            $"holds back the PUBACK of what the device sends next with QoS 1, then drops the connection",
            $"对设备的下一条 QoS 1 消息暂不回复 PUBACK，随后断开连接");
        var begin = trial.Record.Now;
        IReadOnlyList<Passage> Seen() =>
        [
            .. trial.Record.Messages.Where(one =>
                one.Qos == 1 && one.At > begin && one.Fault is null && ReferenceEquals(one.Visit, visit)),
        ];
        var faults = trial.Server.Faults;
        trial.Note($"holds back PUBACKs", $"暂不回复 PUBACK");
        faults.Update(trial.Device.Key, set => set with { StallAcks = true });
        try
        {
            await trial.Record.UntilAsync(
                () => Seen().Count > 0 || !visit.IsOnline,
                expected || trial.Patience.Message < s_shortPatience ? trial.Patience.Message : s_shortPatience,
                cancellationToken).ConfigureAwait(false);
            if (Seen().Count > 0)
                await trial.Record.PassAsync(s_moment, cancellationToken).ConfigureAwait(false);
            await trial.DropAsync(cancellationToken).ConfigureAwait(false);
            Withheld = [.. Seen().DistinctBy(one => one.PacketId)];
        }
        finally
        {
            faults.Update(trial.Device.Key, set => set with { StallAcks = false });
        }
    }

    private async Task SettleAsync(Trial trial, Visit after, CancellationToken cancellationToken)
    {
        bool IsSettled() =>
            Withheld.All(one => Again(trial, one) is not null)
            && (after.SessionPresent || FilterCover.Missing(Filters, trial.Granted(after)).Count == 0)
            && (Logins(trial, Before) == 0 || Logins(trial, after) > 0)
            && (MissedTopic is null || Delivered(trial) is { } sent && DeliveryScene.AckOf(trial, sent) is not null);
        await trial.Record.UntilAsync(() => IsSettled() || !after.IsOnline, trial.Patience.Settle, cancellationToken)
            .ConfigureAwait(false);
    }
}
