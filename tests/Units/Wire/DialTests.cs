using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using AliyunIotWs.Errors;
using AliyunIotWs.Session;
using AliyunIotWs.Transport.Dialing;
using AliyunIotWs.Transport.Links;
using AliyunIotWs.Units.Emulator;

namespace AliyunIotWs.Units.Wire;

/// <summary>Dials beside each other: what they share may not tie them together.</summary>
public sealed class DialTests
{
    [Fact]
    public async Task A_dial_that_is_given_up_leaves_the_one_beside_it_alone()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var settings = Device.Settings(new Uri($"ws://{listener.LocalEndpoint}/"));
        using var stop = new CancellationTokenSource();
        var first = MqttLinkFactory.Instance.OpenAsync(settings, null, stop.Token);
        using var _ = await listener.AcceptTcpClientAsync();
        var second = MqttLinkFactory.Instance.OpenAsync(settings, null, default);
        var other = await listener.AcceptTcpClientAsync();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Device.Limit));
        using var peer = await RawBroker.UpgradeAsync(other);
        await peer.AcceptAsync(0, sessionPresent: false);
        await (await second.WaitAsync(Device.Limit)).DisposeAsync();
    }

    [Fact]
    public async Task Each_of_many_dials_at_once_judges_the_certificate_by_its_own_settings()
    {
        await using var box = await Box.StartAsync();
        var trusting = new TlsSettings { TrustedAuthorities = [box.Server.Authority] };
        var strange = new TlsSettings { TrustedAuthorities = [Stranger()] };

        Task<IotErrorId?>[] dials = [.. Enumerable.Range(0, 24).Select(i => (i % 3) switch
        {
            0 => DialAsync(box, trusting),
            1 => DialAsync(box, strange),
            _ => DialAsync(box, new TlsSettings { SkipCertificateCheck = true }),
        })];
        var answers = await Task.WhenAll(dials).WaitAsync(Device.Limit);

        Assert.All(answers.Index(), a =>
            Assert.Equal(a.Index % 3 == 1 ? IotErrorId.CertificateRejected : null, a.Item));
    }

    private static async Task<IotErrorId?> DialAsync(Box box, TlsSettings tls)
    {
        var settings = Device.Settings(box.Server.SecureEndpoint, tls: tls);
        try
        {
            using var socket = await WebSocketDialer.ConnectAsync(
                settings, new CertificateVerdict(settings.Tls), box.Soon);
            return null;
        }
        catch (IotException e)
        {
            return e.Id;
        }
    }

    private static X509Certificate2 Stranger()
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        var request = new CertificateRequest("CN=stranger", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
