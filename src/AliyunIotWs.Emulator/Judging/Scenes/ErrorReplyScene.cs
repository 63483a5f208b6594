using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Judging.Recording;

namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>The device's requests are answered with an error code for a while.</summary>
internal sealed class ErrorReplyScene : Scene
{
    /// <summary>The code that the device is told.</summary>
    public const int Code = AlinkCode.TooManyRequests;

    /// <summary>The request that was refused first; null where there was none.</summary>
    public Passage? Refused { get; private set; }

    public override async Task RunAsync(Trial trial, CancellationToken cancellationToken)
    {
        if (await StageAsync(trial, cancellationToken).ConfigureAwait(false) is not { } visit || !trial.Requests.Any())
            return;
        trial.Tell(
            $"answers the device's requests with {Code} too many requests; let it ask for something",
            $"对设备的请求一律返回 {Code}，请让设备发起请求");
        var cloud = trial.Server.Cloud.Context;
        var begin = trial.Record.Now;
        Passage? First() => trial.Requests.FirstOrDefault(one => one.At > begin && one.Fault is null && ReferenceEquals(one.Visit, visit));
        trial.Note($"answers requests with {Code}", $"对请求返回 {Code}");
        cloud.Objection = one => ReferenceEquals(one, trial.Device)
            ? AlinkAnswer.Error(Code, "too many requests")
            : null;
        try
        {
            await trial.Record.UntilAsync(() => First() is not null, trial.Patience.Message, cancellationToken)
                .ConfigureAwait(false);
            Refused = First();
            if (Refused is not null)
                await trial.Record.PassAsync(trial.Patience.Storm, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            cloud.Objection = null;
            trial.Note($"answers requests as before", $"恢复正常应答");
        }
    }
}
