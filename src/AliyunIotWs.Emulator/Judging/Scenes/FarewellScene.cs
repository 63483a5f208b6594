namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>The person stops the device.</summary>
internal sealed class FarewellScene : Scene
{
    public override async Task RunAsync(Trial trial, CancellationToken cancellationToken)
    {
        Absent = trial.Online is null;
        if (trial.Online is not { } visit)
            return;
        trial.Tell(
            $"stop the device within {trial.Patience.Farewell.TotalSeconds:0} s, in the way in which it is meant to be stopped",
            $"请在 {trial.Patience.Farewell.TotalSeconds:0} 秒内以正常方式停止设备");
        await trial.Record.UntilAsync(() => !visit.IsOnline, trial.Patience.Farewell, cancellationToken).ConfigureAwait(false);
    }
}
