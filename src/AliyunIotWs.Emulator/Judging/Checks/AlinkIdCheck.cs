using AliyunIotWs.Emulator.Judging.Recording;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>Whether requests can be told apart.</summary>
internal sealed class AlinkIdCheck : DeviceCheck
{
    // Ids may begin anew some day; within this time a reply can still be under way.
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    public override CheckGroup Group => CheckGroup.ThingModel;

    public override Phrase Rule => new(
        "Each request of a device has an id of its own, so that its reply can be told from others.",
        "设备每次请求的 id 互不相同，以便与回复一一对应。");

    public override string Source => "Alibaba Cloud IoT Platform, \"Device properties, events and services\" (parameter id)";

    public override Phrase Remedy => new(
        "Count the id up with each request; it is a number of 0 to 4294967295 as text.",
        "每次请求递增 id，取值为 0～4294967295 的数字字符串。");

    public override Finding Judge(Trial trial)
    {
        var requests = trial.Requests
            .Where(request => !request.Dup)
            .Select(request => (Request: request, Id: request.Member("id")))
            .Where(one => !string.IsNullOrEmpty(one.Id))
            .ToList();
        if (requests.Count < 2)
            return Finding.NotSeen($"{requests.Count} requests with an id were seen", $"仅有 {requests.Count} 个带 id 的请求");
        var pairs = Pairs(trial, requests, static request => request.Topic);
        bool onOneTopic = pairs.Count > 0;
        if (!onOneTopic)
            pairs = Pairs(trial, requests, static request => DeviceOf(request.Topic));
        if (pairs.Count == 0)
            return Finding.Passed($"{requests.Count} requests, each with an id of its own", $"{requests.Count} 个请求的 id 均不重复");
        return new Finding(onOneTopic ? CheckResult.Failed : CheckResult.Warned, []).With(
            pairs.Select(pair => Phrase.Of(
                $"id {pair.Id} on {pair.First.Topic} at {pair.First.At.TotalSeconds:0.00} s, and again on {pair.Second.Topic} at {pair.Second.At.TotalSeconds:0.00} s",
                $"id {pair.Id}：{pair.First.At.TotalSeconds:0.00} s 用于 {pair.First.Topic}，{pair.Second.At.TotalSeconds:0.00} s 再次用于 {pair.Second.Topic}")));
    }

    private static List<(Passage First, Passage Second, string? Id)> Pairs(
        Trial trial, IEnumerable<(Passage Request, string? Id)> requests, Func<Passage, string> place) =>
    [
        .. requests
            .GroupBy(one => (one.Id, one.Request.Visit, Place: place(one.Request)))
            .SelectMany(group => group.Zip(group.Skip(1), (one, other) => (First: one.Request, Second: other.Request, group.Key.Id)))
            .Where(pair => pair.Second.At - pair.First.At < s_window && IsAnother(trial, pair.First, pair.Second)),
    ];

    private static string DeviceOf(string topic) => string.Join('/', topic.Split('/').Take(4));

    // The same bytes may be the same request, tried again because it was not acknowledged, or because nobody has answered.
    private static bool IsAnother(Trial trial, Passage first, Passage second)
    {
        if (!second.Repeats(first))
            return true;
        var between = trial.Record.Passages
            .Where(one => ReferenceEquals(one.Visit, first.Visit) && one.At >= first.At && one.At <= second.At)
            .ToList();
        string reply = first.Topic + "_reply";
        if (between.Exists(one => one.IsDelivery && one.Topic == reply))
            return true;
        bool taken = first.Qos == 0 || between.Exists(one => one is { Kind: PassageKind.PubAck, FromDevice: false } && one.PacketId == first.PacketId);
        return taken && !first.Visit.SessionPresent && FilterCover.Missing([reply], trial.Granted(first.Visit)).Count > 0;
    }
}
