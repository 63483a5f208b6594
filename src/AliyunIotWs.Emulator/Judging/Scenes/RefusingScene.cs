using AliyunIotWs.Emulator.Judging.Recording;

namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>The device is dropped and does not get in again until its way of waiting is known.</summary>
internal abstract class RefusingScene : Scene
{
    /// <summary>How the device waited.</summary>
    public Waits Waits { get; private set; } = new([]);

    /// <summary>Attempts that came to nothing.</summary>
    public int Refused { get; private set; }

    /// <summary>When the first attempt was made, and the last.</summary>
    public (TimeSpan First, TimeSpan Last) Span { get; private set; }

    /// <summary>The connection after it; null where the device did not come back.</summary>
    public Visit? After { get; private set; }

    public override async Task RunAsync(Trial trial, CancellationToken cancellationToken)
    {
        if (await StageAsync(trial, cancellationToken).ConfigureAwait(false) is not { } visit)
            return;
        Refuse(trial);
        await trial.DropAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Visit> Attempts() => [.. trial.Record.Visits.Where(one => one.OpenedAt >= visit.EndedAt && IsRefused(one))];
        Waits WaitsOf(IReadOnlyList<Visit> attempts) => Waits.Of(visit, attempts);

        // The one attempt that a device with a long wait has made says little; what it has done after a while says more.
        await trial.Record.UntilAsync(
            () => trial.HasEnded
                || (Attempts() is { } attempts && attempts.All(one => one.EndedAt is not null) && WaitsOf(attempts).AreTelling),
            trial.Patience.Outage,
            cancellationToken).ConfigureAwait(false);
        trial.Gate.Open();
        trial.Note($"lets the device in again", $"恢复接入");
        var refused = Attempts();
        Refused = refused.Count;
        Waits = WaitsOf(refused);
        Span = refused.Count == 0 ? default : (refused[0].OpenedAt, refused[^1].OpenedAt);
        After = await trial.ComeBackAsync(visit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the gate so that the device does not get in, and says so.</summary>
    protected abstract void Refuse(Trial trial);

    /// <summary>True for an attempt that was met so.</summary>
    protected abstract bool IsRefused(Visit visit);
}
