namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>The device connects for the first time.</summary>
internal sealed class ArrivalScene : Scene
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);

    public override async Task RunAsync(Trial trial, CancellationToken cancellationToken)
    {
        var (plain, secure) = (trial.Server.Endpoint, trial.Server.SecureEndpoint);
        trial.Tell(
            $"start the device {trial.Device.Key} within {trial.Patience.Return.TotalSeconds:0} s: {plain} for ws, {secure} for wss, 127.0.0.1:{plain.Port} for TCP, localhost:{secure.Port} for TLS",
            $"请在 {trial.Patience.Return.TotalSeconds:0} 秒内启动设备 {trial.Device.Key}：ws 用 {plain}，wss 用 {secure}，TCP 用 127.0.0.1:{plain.Port}，TLS 用 localhost:{secure.Port}");

        // Whoever is refused comes again, or does not; it has said who it is all the same.
        var end = trial.Record.Now + trial.Patience.Return;
        while (trial.Record.Now < end && trial.Online is null)
        {
            bool unseen = IsUnseen(trial);
            await trial.ExpectAsync(() => trial.Online is not null, s_look, cancellationToken).ConfigureAwait(false);
            if (unseen && IsUnseen(trial))
                trial.Device.Drop("dropped by the judge, which did not see it connect");
        }

        Absent = trial.Connect is null;
    }

    // It was there before the judge.
    private static bool IsUnseen(Trial trial) => trial.Online is null && trial.Device.IsOnline;
}
