using AliyunIotWs.Emulator.Certificates;
using AliyunIotWs.Emulator.Judging.Recording;

namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>A device that has come over TLS is shown certificates that it must not take.</summary>
internal sealed class CertificateScene : Scene
{
    private readonly Dictionary<CertificateFlaw, Visit> _shown = [];

    /// <summary>True where the device does not use TLS.</summary>
    public bool IsPlain { get; private set; }

    /// <summary>The attempt that was shown such a certificate; null where none was.</summary>
    public Visit? Shown(CertificateFlaw flaw) => _shown.GetValueOrDefault(flaw);

    public override async Task RunAsync(Trial trial, CancellationToken cancellationToken)
    {
        if (await RestedStageAsync(trial, cancellationToken).ConfigureAwait(false) is not { } visit)
            return;
        IsPlain = !visit.Secure;
        if (IsPlain)
            return;
        trial.Tell(
            $"drops the connection and shows certificates that the device must refuse",
            $"断开连接，并出示设备必须拒绝的证书");
        foreach (var flaw in Enum.GetValues<CertificateFlaw>())
        {
            using var certificates = trial.Server.Certificates.With(flaw);
            trial.Gate.Shown = new Gate.Showing(flaw, certificates);
            trial.Note($"shows a certificate with a flaw: {WordOf(flaw).English}", $"出示有问题的证书：{WordOf(flaw).Chinese}");
            await trial.DropAsync(cancellationToken).ConfigureAwait(false);
            Visit? Decided() => trial.Record.Visits.FirstOrDefault(one =>
                one.Flaw == flaw && (one.SpokeAt is not null || one.EndedAt is not null));
            bool came = await trial.ExpectAsync(() => Decided() is not null, trial.Patience.Return, cancellationToken)
                .ConfigureAwait(false);
            if (!came)
                break;
            await SeeMoreAsync(trial, Decided()!, cancellationToken).ConfigureAwait(false);
            _shown.Add(flaw, Decided()!);
        }

        trial.Gate.Open();
        trial.Note($"shows the right certificate again", $"恢复正确的证书");
        await trial.DropAsync(cancellationToken).ConfigureAwait(false);
        await trial.ComeBackAsync(visit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The flaw in words.</summary>
    public static Phrase WordOf(CertificateFlaw flaw) => flaw switch
    {
        CertificateFlaw.Authority => new("another authority", "由其他 CA 签发"),
        CertificateFlaw.Host => new("another host", "属于其他主机"),
        _ => new("expired", "已过期"),
    };

    // Whoever goes on says with the CONNECT who it is, which is the better evidence.
    private static Task<bool> SeeMoreAsync(Trial trial, Visit visit, CancellationToken cancellationToken) =>
        trial.Record.UntilAsync(
            () => visit.EndedAt is not null || visit.Connect is not null, TimeSpan.FromSeconds(3), cancellationToken);
}
