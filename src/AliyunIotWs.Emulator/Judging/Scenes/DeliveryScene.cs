using System.Text;
using AliyunIotWs.Emulator.Judging.Recording;

namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>The device is sent messages of QoS 1 on what it has subscribed to.</summary>
internal sealed class DeliveryScene : Scene
{
    private const int Messages = 3;

    // Asking a device to reset itself, or to fetch a firmware, is more than a test may do.
    private static readonly string[] s_delicate =
        ["/ota/", "/thing/reset", "/thing/disable", "/thing/delete", "/thing/topo/", "/thing/service/", "/rrpc/", "/thing/gateway/"];

    /// <summary>What was sent; null where the device has subscribed to nothing that may be.</summary>
    public string? Topic { get; private set; }

    /// <summary>The messages as they were written.</summary>
    public IReadOnlyList<Passage> Sent { get; private set; } = [];

    /// <summary>A topic that the device takes messages on; null where there is none that may be used.</summary>
    public static string? TopicFor(Trial trial)
    {
        string own = trial.Device.Key;
        string[] filters = [.. trial.Device.Subscriptions.Where(filter => !s_delicate.Any(filter.Contains))];
        string? filter = Array.Find(filters, one => one.StartsWith($"/{own}/", StringComparison.Ordinal))
            ?? Array.Find(filters, one => one.EndsWith("_reply", StringComparison.Ordinal))
            ?? Array.Find(filters, one => one.Contains(own, StringComparison.Ordinal));

        // A call is an order to the device, so that it is the last choice; it is one that changes nothing.
        if (filter is null && trial.Device.Takes(SetTopic(trial)))
            return SetTopic(trial);
        return filter?.Replace("#", "judge", StringComparison.Ordinal).Replace("+", "judge", StringComparison.Ordinal);
    }

    /// <summary>The PUBACK of a delivery; null before it came.</summary>
    public static Passage? AckOf(Trial trial, Passage sent) => trial.Record.Passages.FirstOrDefault(one =>
        one.Kind == PassageKind.PubAck && one.FromDevice && ReferenceEquals(one.Visit, sent.Visit)
        && one.PacketId == sent.PacketId && one.At >= sent.At);

    public override async Task RunAsync(Trial trial, CancellationToken cancellationToken)
    {
        if (await StageAsync(trial, cancellationToken).ConfigureAwait(false) is null)
            return;
        Topic = TopicFor(trial);
        if (Topic is null)
            return;
        trial.Tell($"sends {Messages} messages of QoS 1 on {Topic}", $"在 {Topic} 上下发 {Messages} 条 QoS 1 消息");
        trial.Note($"sends {Messages} messages of QoS 1", $"下发 {Messages} 条 QoS 1 消息");
        var begin = trial.Record.Now;
        for (int i = 1; i <= Messages; i++)
            await SendAsync(trial, Topic, i, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Passage> Written() =>
        [
            .. trial.Record.Passages.Where(one => one.IsDelivery && one.Topic == Topic && one.Qos == 1 && one.At >= begin),
        ];
        await trial.Record.UntilAsync(
            () => Written() is { Count: Messages } sent && sent.All(one => AckOf(trial, one) is not null),
            trial.Patience.Ack,
            cancellationToken).ConfigureAwait(false);
        Sent = Written();
    }

    /// <summary>Sends a message that says what it is.</summary>
    public static Task<string?> SendAsync(Trial trial, string topic, int number, CancellationToken cancellationToken)
    {
        // A reply that nobody has asked for is what a device passes over; on topics of its own anything may come.
        string text = topic.EndsWith("_reply", StringComparison.Ordinal)
            ? $$"""{"code":200,"data":{},"id":"judge-{{number}}","message":"success","version":"1.0"}"""
            : topic == SetTopic(trial) ? SetRequest(trial, number)
            : $$"""{"judge":{{number}}}""";
        return trial.Server.SendAsync(topic, Encoding.UTF8.GetBytes(text), 1, cancellationToken);
    }

    private static string SetTopic(Trial trial) => $"/sys/{trial.Device.Key}/thing/service/property/set";

    private static string SetRequest(Trial trial, int number)
    {
        var (name, value) = CallScene.Settable(trial);
        return $$$"""{"method":"thing.service.property.set","id":"{{{number}}}","params":{"{{{name}}}":{{{value}}}},"version":"1.0.0"}""";
    }
}
