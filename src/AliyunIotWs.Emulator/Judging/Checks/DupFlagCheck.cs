using AliyunIotWs.Emulator.Judging.Recording;
using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>How messages are marked that are sent again.</summary>
internal sealed class DupFlagCheck : SceneCheck<DropScene>
{
    public override CheckGroup Group => CheckGroup.Delivery;

    public override Phrase Rule => new(
        "A PUBLISH that is sent again has the DUP flag, and the packet id that it had.",
        "重新发送的 PUBLISH 须置 DUP 标志，并沿用原报文标识符。");

    public override string Source => "MQTT 3.1.1, section 3.3.1.1 [MQTT-3.3.1-1] and section 4.4 [MQTT-4.4.0-1]";

    public override Phrase Remedy => new(
        "Set bit 3 of the first byte when a PUBLISH of QoS 1 is sent again.",
        "重发 QoS 1 的 PUBLISH 时，将首字节的第 3 位置 1。");

    protected override Finding Judge(Trial trial, DropScene scene)
    {
        var messages = trial.Record.Messages.Where(one => one is { Qos: 1, PacketId: > 0 }).ToList();
        var repeated = messages
            .Where(one => !Repetition.IsAcknowledged(trial, one))
            .Select(one => (First: one, Again: messages.FirstOrDefault(other =>
                other.At > one.At && other.PacketId == one.PacketId && other.Repeats(one))))
            .Where(pair => pair.Again is not null)
            .ToList();
        var plain = repeated.FirstOrDefault(pair => !pair.Again!.Dup && IsCertain(trial, pair.First, pair.Again!));
        if (plain.First is not null)
            return Finding.Failed(English(plain), Chinese(plain));
        var marked = repeated.Where(pair => pair.Again!.Dup).ToList();
        if (marked.Count > 0)
        {
            return Finding.Passed(
                $"{marked.Count} messages came again with DUP, the first at {marked[0].Again!.At.TotalSeconds:0.0} s with packet id {marked[0].Again!.PacketId}",
                $"{marked.Count} 条消息带 DUP 标志重发，首条于 {marked[0].Again!.At.TotalSeconds:0.0} s，报文标识符 {marked[0].Again!.PacketId}");
        }

        var renumbered = scene.Withheld.Select(one => scene.Again(trial, one)).FirstOrDefault(one => one is not null);
        return renumbered is { Visit.SessionPresent: true }
            ? Finding.Warned(
                $"what was sent again at {renumbered.At.TotalSeconds:0.0} s on {renumbered.Topic} has another packet id, {renumbered.PacketId}, in the session that was resumed",
                $"{renumbered.At.TotalSeconds:0.0} s 在 {renumbered.Topic} 重发的消息在已恢复的会话中使用了新的报文标识符 {renumbered.PacketId}")
            : Finding.NotSeen($"no message was sent again with its packet id", $"没有以原报文标识符重发的消息");
    }

    private static FormattableString English((Passage First, Passage? Again) pair) =>
        $"{pair.First.Topic}: sent at {pair.First.At.TotalSeconds:0.0} s with packet id {pair.First.PacketId} and not acknowledged; the same {pair.First.Length} bytes came at {pair.Again!.At.TotalSeconds:0.0} s with the same packet id, without DUP";

    private static FormattableString Chinese((Passage First, Passage? Again) pair) =>
        $"{pair.First.Topic}：{pair.First.At.TotalSeconds:0.0} s 发送（报文标识符 {pair.First.PacketId}）且未确认；{pair.Again!.At.TotalSeconds:0.0} s 以同一报文标识符再次发送相同的 {pair.First.Length} 字节，未置 DUP";

    // In a session that ends with its connection, a device may send the same as a new message, and meet the same number by
    // chance: where it says the same as a matter of routine, and either takes the lowest number that is free, or counts from
    // the begin on and has come to the same place. Elsewhere it has kept the number.
    private static bool IsCertain(Trial trial, Passage first, Passage again) =>
        ReferenceEquals(first.Visit, again.Visit) || again.Visit.SessionPresent || !Repetition.IsRoutine(trial, first, again)
        || (IsCounted(trial, first) && PlaceOf(trial, first) != PlaceOf(trial, again));

    private static bool IsCounted(Trial trial, Passage packet) =>
        !Before(trial, packet).Any(one => one.PacketId == packet.PacketId);

    private static int PlaceOf(Trial trial, Passage packet) => Before(trial, packet).Count();

    private static IEnumerable<Passage> Before(Trial trial, Passage packet) => trial.Record.Passages
        .TakeWhile(one => !ReferenceEquals(one, packet))
        .Where(one => ReferenceEquals(one.Visit, packet.Visit) && one.FromDevice && one.PacketId > 0
            && one.Kind != PassageKind.PubAck);
}
