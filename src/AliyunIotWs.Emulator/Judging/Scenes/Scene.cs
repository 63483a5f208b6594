using AliyunIotWs.Emulator.Judging.Recording;

namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>
/// A stretch of a trial in which the judge does something to the device and waits for what comes of it. What checks need
/// of it are its properties; what the device did is in the record. A scene is played once, whatever number of checks
/// looks at it.
/// </summary>
internal abstract class Scene
{
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(10);

    /// <summary>True where the device was not there, so that nothing can be said.</summary>
    public bool Absent { get; protected set; }

    /// <summary>
    /// True where the device's program ended and was started anew meanwhile, so that it did not come back by itself.
    /// </summary>
    public bool Restarted { get; set; }

    /// <summary>Plays the scene.</summary>
    public abstract Task RunAsync(Trial trial, CancellationToken cancellationToken);

    /// <summary>The device's open connection, waited for if need be; where there is none the scene is over.</summary>
    protected async Task<Visit?> StageAsync(Trial trial, CancellationToken cancellationToken)
    {
        var visit = trial.Online ?? await trial.ComeBackAsync(null, cancellationToken).ConfigureAwait(false);
        Absent = visit is null;
        return visit;
    }

    /// <summary>
    /// The same, for a scene in which the device fails to come back: one that takes its time is left in peace first, since
    /// many begin their waits anew only after a connection that has lasted.
    /// </summary>
    protected async Task<Visit?> RestedStageAsync(Trial trial, CancellationToken cancellationToken)
    {
        if (await StageAsync(trial, cancellationToken).ConfigureAwait(false) is not { } visit || !trial.IsSlow(visit))
            return Absent ? null : trial.Online;
        var rest = s_rest - (trial.Record.Now - visit.OnlineAt!.Value);
        if (rest <= TimeSpan.Zero)
            return visit;
        trial.Tell($"leaves the device in peace for {rest.TotalSeconds:0} s", $"让设备稳定在线 {rest.TotalSeconds:0} 秒");
        await trial.Record.UntilAsync(() => !visit.IsOnline, rest, cancellationToken).ConfigureAwait(false);
        return await StageAsync(trial, cancellationToken).ConfigureAwait(false);
    }
}
