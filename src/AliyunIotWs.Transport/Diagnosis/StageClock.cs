using System.Globalization;
using System.Net;
using System.Net.Security;
using AliyunIotWs.Session;
using AliyunIotWs.Transport.Dialing;

namespace AliyunIotWs.Transport.Diagnosis;

/// <summary>Follows a dial from stage to stage, and reports each that it has passed.</summary>
internal sealed class StageClock(
    ConnectionSettings settings, CertificateVerdict verdict, Uri? proxy, Action<IotConnectionTest> report) : IDialObserver
{
    private readonly object _gate = new();
    private long _started = settings.Time.GetTimestamp();
    private int _opened;

    /// <summary>The stage that is under way.</summary>
    public IotConnectionStage Stage { get; private set; } = IotConnectionStage.Name;

    private bool IsSecure => settings.Endpoint.Scheme == "wss";

    public void Resolved(string host, IPAddress[] addresses)
    {
        if (IPAddress.TryParse(host, out _))
            Skip(IotConnectionStage.Name, $"{host} is an address");
        else
            Pass(IotConnectionStage.Name, $"{Whose(host)} is {string.Join<IPAddress>(", ", addresses.Take(4))}");
    }

    public void Connected(EndPoint? peer)
    {
        Pass(IotConnectionStage.Tcp, $"connected to {Whose(Readable(peer))}");
        if (proxy is null)
            Skip(IotConnectionStage.Proxy, "none in between");
    }

    public void Securing() => PassProxy();

    public void Opened(Stream stream)
    {
        // The first stream through a proxy is the one to the proxy itself.
        if (stream is not SslStream secure)
        {
            if (Stage == IotConnectionStage.Proxy && !IsSecure && IsTunnel())
                PassProxy();
            if (Stage == IotConnectionStage.Tls && !IsSecure)
                Skip(IotConnectionStage.Tls, "the endpoint is plain ws");
            return;
        }

        if (!IsSecure || !verdict.Asked)
            return;
        string chain = string.Join(" < ", verdict.Chain.Select(c => c.Name));
        string expiry = verdict.Chain.Count == 0 ? string.Empty : string.Create(
            CultureInfo.InvariantCulture, $"; expires {verdict.Chain.Min(c => c.Expires):yyyy-MM-dd}");
        string check = settings.Tls.SkipCertificateCheck ? "; not checked" : string.Empty;
        Pass(IotConnectionStage.Tls, $"{Version(secure)}, {chain}{expiry}{check}");
    }

    public void Pass(IotConnectionStage stage, string finding) => Report(stage, IotStageResult.Passed, finding, null);

    public void Skip(IotConnectionStage stage, string finding) => Report(stage, IotStageResult.Skipped, finding, null);

    /// <summary>Reports the stage under way, or a given one, as the last.</summary>
    public void End(IotStageResult result, string finding, string remedy) => Report(Stage, result, finding, remedy);

    private bool IsTunnel() => ++_opened > 1;

    private void PassProxy()
    {
        if (Stage == IotConnectionStage.Proxy)
            Pass(IotConnectionStage.Proxy, $"{proxy!.Authority} opened a tunnel");
    }

    // A socket for both families shows an IPv4 address as one of IPv6.
    private static string Readable(EndPoint? peer) => peer is IPEndPoint { Address.IsIPv4MappedToIPv6: true } ip
        ? new IPEndPoint(ip.Address.MapToIPv4(), ip.Port).ToString()
        : peer?.ToString() ?? string.Empty;

    private string Whose(string peer) => proxy is null ? peer : $"the proxy {peer}";

    private void Report(IotConnectionStage stage, IotStageResult result, string finding, string? remedy)
    {
        lock (_gate)
        {
            // A stage is told once: a proxy that asks for a login is dialled twice.
            if (stage != Stage)
                return;
            long now = settings.Time.GetTimestamp();
            var elapsed = settings.Time.GetElapsedTime(_started, now);
            _started = now;
            Stage = stage + 1;
            string shown = IotText.Show(finding).TrimEnd('.');
            report(new IotConnectionTest(settings.Name, stage, result, elapsed, shown, remedy));
        }
    }

    private static string Version(SslStream secure) => secure.SslProtocol.ToString() switch
    {
        "Tls13" => "TLS 1.3",
        "Tls12" => "TLS 1.2",
        var other => other,
    };
}
