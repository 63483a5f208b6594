namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>The device connects for the first time.</summary>
internal sealed class ArrivalScene : Scene
{
    public override async Task RunAsync(Trial trial, CancellationToken cancellationToken)
    {
        if (trial.Online is not null)
            await trial.DropAsync(cancellationToken).ConfigureAwait(false);
        var (plain, secure) = (trial.Server.Endpoint, trial.Server.SecureEndpoint);
        trial.Tell(
            $"start the device {trial.Device.Key} within {trial.Patience.Return.TotalSeconds:0} s: {plain} for ws, {secure} for wss, 127.0.0.1:{plain.Port} for TCP, localhost:{secure.Port} for TLS",
            $"请在 {trial.Patience.Return.TotalSeconds:0} 秒内启动设备 {trial.Device.Key}：ws 用 {plain}，wss 用 {secure}，TCP 用 127.0.0.1:{plain.Port}，TLS 用 localhost:{secure.Port}");

        // Whoever is refused comes again, or does not; it has said who it is all the same.
        await trial.ComeBackAsync(null, cancellationToken).ConfigureAwait(false);
        Absent = trial.Connect is null;
    }
}
