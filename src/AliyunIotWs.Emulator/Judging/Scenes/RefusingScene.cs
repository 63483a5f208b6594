using AliyunIotWs.Emulator.Judging.Recording;

namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>The device is dropped and does not get in again until its way of waiting is known.</summary>
internal abstract class RefusingScene : Scene
{
    /// <summary>How the device waited; the last time for the attempt that was let in, where that says more.</summary>
    public Waits Waits { get; private set; } = new([]);

    /// <summary>Connections that came to nothing.</summary>
    public int Refused { get; private set; }

    /// <summary>When the first attempt was made, and the last, which is the one that was let in.</summary>
    public (TimeSpan First, TimeSpan Last) Span { get; private set; }

    /// <summary>From the loss of the connection to the end of the scene.</summary>
    public TimeSpan Watched { get; private set; }

    /// <summary>From the last connection that came to nothing on; of a device that did not come back, how long it was silent.</summary>
    public TimeSpan Silent { get; private set; }

    /// <summary>The connection after it; null where the device did not come back.</summary>
    public Visit? After { get; private set; }

    public override async Task RunAsync(Trial trial, CancellationToken cancellationToken)
    {
        if (await RestedStageAsync(trial, cancellationToken).ConfigureAwait(false) is not { } visit)
            return;
        Refuse(trial);
        await trial.DropAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Visit> Attempts() => [.. trial.Record.Visits.Where(one => one.OpenedAt >= visit.EndedAt && IsRefused(one))];
        TimeSpan WaitsUntil() => (Attempts() is [.., var last] ? last : visit).EndedAt + Waits.Longest ?? TimeSpan.MaxValue;
        bool IsKnown() => trial.HasEnded || trial.Record.Now >= WaitsUntil()
            || (Attempts() is { } attempts && attempts.All(one => one.EndedAt is not null) && Waits.Of(visit, attempts).AreTelling);

        // Who has waited long enough need not be refused once more.
        var end = trial.Record.Now + trial.Patience.Outage;
        while (trial.Record.Now < end && !IsKnown())
        {
            var next = WaitsUntil() < end ? WaitsUntil() : end;
            await trial.Record.UntilAsync(IsKnown, next - trial.Record.Now, cancellationToken).ConfigureAwait(false);
        }

        trial.Gate.Open();
        trial.Note($"lets the device in again", $"恢复接入");
        var refused = Attempts();
        After = await trial.ComeBackAsync(visit, cancellationToken).ConfigureAwait(false);
        var all = After is null ? refused : [.. refused, After];
        Refused = refused.Count;
        // Once it is known that they grow, the next may well be shorter, of a device that takes them by chance.
        var known = Waits.Of(visit, refused);
        Waits = known.Grow ? known : Waits.Of(visit, all);
        Span = all.Count == 0 ? default : (all[0].OpenedAt, all[^1].OpenedAt);
        Watched = trial.Record.Now - visit.EndedAt!.Value;
        Silent = trial.Record.Now - ((refused is [.., var last] ? last : visit).EndedAt ?? trial.Record.Now);
    }

    /// <summary>Makes the gate so that the device does not get in, and says so.</summary>
    protected abstract void Refuse(Trial trial);

    /// <summary>True for an attempt that was met so.</summary>
    protected abstract bool IsRefused(Visit visit);
}
