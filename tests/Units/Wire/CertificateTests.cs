using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AliyunIotWs.Errors;
using AliyunIotWs.Session;
using AliyunIotWs.Transport.Links;

namespace AliyunIotWs.Units.Wire;

/// <summary>Chains that lead to an authority that is trusted, over real TLS.</summary>
public sealed class CertificateTests
{
    private static AsymmetricAlgorithm Curve => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Fact]
    public async Task A_sound_chain_is_taken()
    {
        var root = TestIssuer.Root(Curve);
        var middle = root.Intermediate(RSA.Create(2048));
        Assert.Null(await DialAsync(root, middle.Server(Curve), middle));
    }

    [Theory]
    [InlineData("SHA1", "SHA-1")]
    [InlineData("MD5", "MD5")]
    public async Task A_weak_signature_of_the_server_is_refused_by_name(string hash, string named)
    {
        var root = TestIssuer.Root(RSA.Create(2048));
        Refused(await DialAsync(root, root.Server(Curve, hash)), "CN=localhost", $"signed with {named}");
    }

    [Theory]
    [InlineData("SHA1", "SHA-1")]
    [InlineData("MD5", "MD5")]
    public async Task A_weak_signature_of_an_intermediate_is_refused_by_name(string hash, string named)
    {
        var root = TestIssuer.Root(RSA.Create(2048));
        var middle = root.Intermediate(Curve, hash);
        Refused(await DialAsync(root, middle.Server(Curve), middle), "CN=intermediate", $"signed with {named}");
    }

    [Fact]
    public async Task A_curve_signature_with_SHA_1_is_refused_by_name()
    {
        var root = TestIssuer.Root(Curve);
        Refused(await DialAsync(root, root.Server(Curve, "SHA1")), "CN=localhost", "signed with SHA-1");
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2040)]
    public async Task A_short_key_of_the_server_is_refused_by_its_size(int bits)
    {
        var root = TestIssuer.Root(Curve);
        Refused(await DialAsync(root, root.Server(RSA.Create(bits))), "CN=localhost", $"RSA key of {bits} bits");
    }

    [Fact]
    public async Task A_short_key_of_an_intermediate_is_refused_by_its_size()
    {
        var root = TestIssuer.Root(Curve);
        var rsa = root.Intermediate(RSA.Create(1024));
        Refused(await DialAsync(root, rsa.Server(Curve), rsa), "CN=intermediate", "RSA key of 1024 bits");
        var curve = root.Intermediate(ECDsa.Create(ECCurve.CreateFromFriendlyName("secp224r1")));
        Refused(await DialAsync(root, curve.Server(Curve), curve), "CN=intermediate", "elliptic-curve key of 224 bits");
    }

    [Fact]
    public async Task What_a_trusted_root_says_of_itself_does_not_count()
    {
        var old = TestIssuer.Root(RSA.Create(2048), "SHA1");
        Assert.Null(await DialAsync(old, old.Server(Curve)));
        var older = TestIssuer.Root(RSA.Create(2048), "MD5");
        Assert.Null(await DialAsync(older, older.Server(Curve)));
    }

    [Fact]
    public async Task Without_the_check_all_are_taken()
    {
        var root = TestIssuer.Root(RSA.Create(2048));
        Assert.Null(await DialAsync(root, root.Server(RSA.Create(1024), "SHA1"), tls: new() { SkipCertificateCheck = true }));
    }

    [Fact]
    public async Task An_expired_certificate_is_named_with_its_date_and_the_advice_that_fits()
    {
        var root = TestIssuer.Root(Curve);
        var error = await DialAsync(
            root, root.Server(Curve, until: new DateTimeOffset(DateTime.UtcNow.Date.AddDays(-2), TimeSpan.Zero)));
        Refused(error, "CN=localhost", $"expired on {DateTime.UtcNow.Date.AddDays(-2):yyyy-MM-dd} 00:00 UTC");
        Assert.Contains("renew", error!.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("-TrustedCertificate", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "the TLS handshake")]
    [InlineData(true, "the WebSocket")]
    public async Task A_port_that_says_nothing_is_named_with_the_stage(bool afterTls, string stage)
    {
        var root = TestIssuer.Root(Curve);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepting = listener.AcceptTcpClientAsync();
        var opening = MqttLinkFactory.Instance.OpenAsync(
            Settings(listener, new TlsSettings { TrustedAuthorities = [root.Certificate] }, TimeSpan.FromSeconds(2)), null, default);
        using var client = await accepting;
        using var tls = new SslStream(client.GetStream());
        if (afterTls)
            await tls.AuthenticateAsServerAsync(root.Server(Curve)).WaitAsync(Device.Limit);

        var error = await Assert.ThrowsAsync<IotException>(() => opening.WaitAsync(Device.Limit));

        Assert.Equal(IotErrorId.ConnectTimeout, error.Id);
        Assert.Contains($"waiting for {stage}", error.Message, StringComparison.Ordinal);
    }

    private static void Refused(IotException? error, string subject, string weakness)
    {
        Assert.Equal(IotErrorId.CertificateRejected, error?.Id);
        Assert.Contains(subject, error!.Message, StringComparison.Ordinal);
        Assert.Contains(weakness, error.Message, StringComparison.Ordinal);
    }

    // The error of a connect to a server that shows this chain; null where it came to its end.
    private static async Task<IotException?> DialAsync(
        TestIssuer root, X509Certificate2 server, TestIssuer? intermediate = null, TlsSettings? tls = null)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, server, intermediate);
        try
        {
            var settings = Settings(
                listener, tls ?? new TlsSettings { TrustedAuthorities = [root.Certificate] }, Device.Limit);
            await using var link = await MqttLinkFactory.Instance.OpenAsync(settings, null, default);
            return null;
        }
        catch (IotException e)
        {
            return e;
        }
        finally
        {
            await serving.WaitAsync(Device.Limit);
        }
    }

    private static ConnectionSettings Settings(TcpListener listener, TlsSettings tls, TimeSpan timeout) => Device.Settings(
        new Uri($"wss://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/"), tls: tls, timeout: timeout);

    private static async Task ServeAsync(TcpListener listener, X509Certificate2 server, TestIssuer? intermediate)
    {
        using var client = await listener.AcceptTcpClientAsync();
        using var tls = new SslStream(client.GetStream());
        X509Certificate2Collection between = intermediate is null ? [] : [intermediate.Certificate];
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(server, between, offline: true),
                // OpenSSL's security level 0; on the usual one this server does not show weak certificates.
#pragma warning disable SYSLIB0040
                EncryptionPolicy = EncryptionPolicy.AllowNoEncryption,
#pragma warning restore SYSLIB0040
            });
            using var peer = await RawBroker.UpgradeAsync(client, tls);
            await peer.AcceptAsync();
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // The client did not like the certificate and says so itself.
        }
    }
}
