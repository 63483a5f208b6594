namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>The device does what it does, and nothing is done to it.</summary>
internal sealed class WatchScene : Scene
{
    public override async Task RunAsync(Trial trial, CancellationToken cancellationToken)
    {
        if (await StageAsync(trial, cancellationToken).ConfigureAwait(false) is null)
            return;
        trial.Tell(
            $"watches the device for {trial.Patience.Watch.TotalSeconds:0.#} s; let it send what it sends",
            $"观察设备 {trial.Patience.Watch.TotalSeconds:0.#} 秒，设备照常上报即可");
        await trial.Record.PassAsync(trial.Patience.Watch, cancellationToken).ConfigureAwait(false);
    }
}
