using AliyunIotWs.Emulator.Judging.Recording;

namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>The platform is away for a moment, its ports closed, and has forgotten the sessions when it is back.</summary>
internal sealed class OutageScene : Scene
{
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(2);

    public Visit? Before { get; private set; }

    public Visit? After { get; private set; }

    /// <summary>When the ports were open again.</summary>
    public TimeSpan OpenAt { get; private set; }

    /// <summary>Filters that the device held.</summary>
    public IReadOnlyList<string> Filters { get; private set; } = [];

    public override async Task RunAsync(Trial trial, CancellationToken cancellationToken)
    {
        if (await RestedStageAsync(trial, cancellationToken).ConfigureAwait(false) is not { } visit)
            return;
        Before = visit;
        Filters = trial.Device.Subscriptions;
        trial.Tell(
            $"closes its ports for {s_duration.TotalSeconds:0} s and forgets the sessions",
            $"关闭端口 {s_duration.TotalSeconds:0} 秒，并清除会话");
        trial.Note($"closes its ports and forgets the sessions", $"关闭端口并清除会话");
        var back = await trial.Server.RestartAsync(s_duration, keepSessions: false, cancellationToken).ConfigureAwait(false);
        await back.ConfigureAwait(false);
        OpenAt = trial.Record.Now;
        trial.Note($"its ports are open again", $"端口重新开放");
        After = await trial.ComeBackAsync(visit, cancellationToken).ConfigureAwait(false);
        if (After is null)
            return;
        await trial.Record.UntilAsync(
            () => FilterCover.Missing(Filters, trial.Granted(After)).Count == 0 || !After.IsOnline,
            trial.Patience.Settle,
            cancellationToken).ConfigureAwait(false);
    }
}
