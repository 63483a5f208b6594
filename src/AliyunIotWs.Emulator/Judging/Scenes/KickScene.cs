namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>The device is thrown off as often as it comes, as by a second one with the same credential.</summary>
internal sealed class KickScene : Scene
{
    private const int Kicks = 3;

    /// <summary>A wait after which no duel can come of it: it leaves the platform's five connects a minute to both.</summary>
    private static readonly TimeSpan s_calm = TimeSpan.FromSeconds(6);

    /// <summary>How long the device took to come back, each time.</summary>
    public IReadOnlyList<TimeSpan> Waits => _waits;

    private readonly List<TimeSpan> _waits = [];

    public override async Task RunAsync(Trial trial, CancellationToken cancellationToken)
    {
        if (await RestedStageAsync(trial, cancellationToken).ConfigureAwait(false) is not { } visit)
            return;
        trial.Tell(
            $"throws the device off {Kicks} times, as a second login with its credential does",
            $"将设备踢下线 {Kicks} 次，如同另一台设备使用同一设备证书登录");
        for (int i = 0; i < Kicks; i++)
        {
            trial.Note($"throws the device off", $"踢设备下线");
            var identity = trial.Device.Identity;
            await trial.Server.KickAsync(identity.ProductKey, identity.DeviceName, cancellationToken).ConfigureAwait(false);
            await trial.Record.UntilAsync(() => !visit.IsOnline, TimeSpan.FromSeconds(5), cancellationToken).ConfigureAwait(false);
            if (await trial.ComeBackAsync(visit, cancellationToken).ConfigureAwait(false) is not { } next)
                return;
            _waits.Add(next.OpenedAt - (visit.EndedAt ?? next.OpenedAt));
            visit = next;
            if (_waits[^1] >= s_calm)
                return;
        }
    }
}
