using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Hosting;
using AliyunIotWs.Emulator.Judging.Recording;
using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging;

/// <summary>
/// Leads one device of an emulator through checks. While it works, each new connection to the emulator is looked at, and
/// a CONNECT with a mistake is let in where it can be told whose it is, so that one mistake does not hide the others.
/// </summary>
internal sealed class Judge
{
    private readonly EmulatorServer _server;
    private readonly IProgress<JudgeNews> _news;
    private double _done;

    /// <param name="server">It is the device's alone, as far as connections are refused.</param>
    /// <param name="device">Who is judged.</param>
    /// <param name="patience">How long to wait for what.</param>
    /// <param name="news">Is told what happens; on whatever thread.</param>
    public Judge(EmulatorServer server, DeviceEntry device, JudgePatience patience, IProgress<JudgeNews> news)
    {
        _server = server;
        _news = news;
        Record = new DeviceRecord(server.Cloud.Context.Time);
        Trial = new Trial(
            server, device, Record, new Gate(), patience, step => news.Report(new JudgeNews(step, null, _done)));
    }

    /// <summary>What the device did.</summary>
    public DeviceRecord Record { get; }

    public Trial Trial { get; }

    /// <summary>Runs the checks and gives their outcomes, in the order in which they were decided.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<IReadOnlyList<CheckOutcome>> RunAsync(
        IReadOnlyList<DeviceCheck> checks, CancellationToken cancellationToken)
    {
        var open = checks.ToList();
        var outcomes = new List<CheckOutcome>();
        var scenes = Scenes(checks);
        _server.Links.Witness = Begin;
        try
        {
            for (int i = 0; i < scenes.Count; i++)
            {
                _done = (double)i / scenes.Count;
                await Trial.PlayAsync(scenes[i], cancellationToken).ConfigureAwait(false);
                if (Trial.Connect is null)
                    break;
                Decide(check => check.Scene == scenes[i].GetType());
            }
        }
        finally
        {
            _server.Links.Witness = null;
        }

        Decide(_ => true);
        return outcomes;

        void Decide(Func<DeviceCheck, bool> which)
        {
            foreach (var check in open.Where(which).ToList())
            {
                open.Remove(check);
                var outcome = new CheckOutcome(check, FindingOf(check), Record.Now);
                outcomes.Add(outcome);
                _news.Report(new JudgeNews(null, outcome, _done));
            }
        }
    }

    private static List<Scene> Scenes(IReadOnlyList<DeviceCheck> checks)
    {
        var needed = checks.Select(check => check.Scene ?? typeof(WatchScene)).Append(typeof(ArrivalScene)).ToHashSet();

        // What the device does by itself tells what it can be asked.
        if (needed.Count > 1)
            needed.Add(typeof(WatchScene));
        return [.. SceneOrder.All.Select(make => make()).Where(scene => needed.Contains(scene.GetType()))];
    }

    private Visit Begin(bool secure)
    {
        var visit = new Visit(Record, Trial.Gate, Trial.Device, secure);
        Record.Add(visit);
        return visit;
    }

    private Finding FindingOf(DeviceCheck check)
    {
        if (Trial.Connect is not null)
            return check.Judge(Trial);
        int attempts = Record.Visits.Count;
        return attempts == 0
            ? Finding.NotSeen(
                $"nobody connected within {Trial.Patience.Return.TotalSeconds:0} s",
                $"{Trial.Patience.Return.TotalSeconds:0} 秒内没有设备连接")
            : Finding.NotSeen(
                $"{attempts} connections came, none with a CONNECT: {Record.Visits[^1].Failure ?? Record.Visits[^1].EndReason}",
                $"共有 {attempts} 个连接，均未发送 CONNECT：“{Record.Visits[^1].Failure ?? Record.Visits[^1].EndReason}”");
    }
}
