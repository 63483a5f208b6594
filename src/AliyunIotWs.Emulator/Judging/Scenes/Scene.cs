using AliyunIotWs.Emulator.Judging.Recording;

namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>
/// A stretch of a trial in which the judge does something to the device and waits for what comes of it. What checks need
/// of it are its properties; what the device did is in the record. A scene is played once, whatever number of checks
/// looks at it.
/// </summary>
internal abstract class Scene
{
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
}
