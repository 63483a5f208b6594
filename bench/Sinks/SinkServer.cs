using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bench.Sinks;

/// <summary>Listens on loopback, once plain and once with TLS.</summary>
internal sealed class SinkServer(SinkState state) : IDisposable
{
    private const int Backlog = 4096;

    private readonly TcpListener _plain = new(IPAddress.Loopback, 0);
    private readonly TcpListener _secure = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate = CreateCertificate();

    public int PlainPort => ((IPEndPoint)_plain.LocalEndpoint).Port;

    public int SecurePort => ((IPEndPoint)_secure.LocalEndpoint).Port;

    public void Start()
    {
        _plain.Start(Backlog);
        _secure.Start(Backlog);
        _ = AcceptAsync(_plain, secure: false);
        _ = AcceptAsync(_secure, secure: true);
    }

    public void Dispose()
    {
        _plain.Dispose();
        _secure.Dispose();
        _certificate.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener, bool secure)
    {
        while (true)
        {
            var socket = await listener.AcceptSocketAsync();
            socket.NoDelay = true;
            _ = Task.Run(() => ServeAsync(socket, secure));
        }
    }

    private async Task ServeAsync(Socket socket, bool secure)
    {
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (secure)
        {
            var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(_certificate);
            stream = tls;
        }

        using var connection = new SinkConnection(stream, state);
        await connection.RunAsync();
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(7));
        // Windows' TLS takes no key that lives in this process only.
        return new X509Certificate2(certificate.Export(X509ContentType.Pfx));
    }
}
