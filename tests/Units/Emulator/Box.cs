using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using AliyunIotWs.Emulator.Authorization;
using AliyunIotWs.Emulator.Events;
using AliyunIotWs.Emulator.Hosting;
using AliyunIotWs.Emulator.Limits;
using AliyunIotWs.Emulator.Messages;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace AliyunIotWs.Units.Emulator;

/// <summary>
/// An emulator with the devices of the literal signatures below, and stock MQTT clients for it. When a test ends, an
/// error inside the emulator fails it even if all its assertions held.
/// </summary>
internal sealed class Box : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // The platform's own worked example: clientId 12345, deviceName device, productKey pk, timestamp 789, key secret.
    public const string Md5 = "14b198324fe55e1d3c88f2e705e201ee";
    public const string Sha1 = "fafd82a3d602b37fb0fa8b7892f24a477f851a14";
    public const string Sha256 = "6074a46a91b1ebb2cc4ea42790ad0e80202c9843859fc292e57c4eb19fad9e57";

    // The same without the timestamp.
    public const string Sha256NoTimestamp = "c8cb3dcb7159682438e5fd9a9c34f398e41bb8edb6f222795e307bafee151090";

    public const string WsId = "12345|securemode=3,signmethod=hmacsha256,timestamp=789|";
    public const string WssId = "12345|securemode=2,signmethod=hmacsha256,timestamp=789|";
    public const string User = "device&pk";

    private readonly List<IMqttClient> _clients = [];

    private Box(EmulatorServer server) => Server = server;

    public EmulatorServer Server { get; }

    /// <summary>Ends what takes too long, so that a wait in a test is bounded.</summary>
    public CancellationToken Soon { get; } = new CancellationTokenSource(Patience).Token;

    public static async Task<Box> StartAsync(Func<EmulatorOptions, EmulatorOptions>? change = null)
    {
        var options = new EmulatorOptions
        {
            Devices =
            [
                new("pk", "device", "secret"),
                new("aa", "test1", "bb"),
            ],
            Limits = EmulatorLimits.Off,
        };
        return new Box(await EmulatorServer.StartAsync(change?.Invoke(options) ?? options, CancellationToken.None));
    }

    /// <summary>An emulator whose product <c>pk</c> has these topic classes and no others.</summary>
    public static Task<Box> StartAsync(params (string Path, TopicAccess Access)[] classes) =>
        StartAsync(options => options with
        {
            Products =
            [
                new("pk") { Topics = [.. classes.Select(one => TopicClass.Define(one.Path, one.Access))] },
            ],
        });

    public IMqttClient NewClient()
    {
        var client = new MqttClientFactory().CreateMqttClient();
        _clients.Add(client);
        return client;
    }

    public MqttClientOptions Options(
        string clientId = WsId,
        string password = Sha256,
        string user = User,
        bool secure = false,
        int keepAlive = 300,
        bool clean = true,
        MqttProtocolVersion version = MqttProtocolVersion.V311)
    {
        string uri = (secure ? Server.SecureEndpoint : Server.Endpoint).ToString();
        var builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(version)
            .WithClientId(clientId)
            .WithCredentials(user, password)
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(keepAlive))
            .WithCleanSession(clean)
            .WithWebSocketServer(socket => socket.WithUri(uri));
        if (secure)
            builder.WithTlsOptions(tls => tls.WithCertificateValidationHandler(TrustsAuthority));
        return builder.Build();
    }

    /// <summary>A connected client of the device <c>device</c>.</summary>
    public async Task<IMqttClient> ConnectAsync(MqttClientOptions? options = null)
    {
        var client = NewClient();
        var answer = await client.ConnectAsync(options ?? Options(), Soon);
        Assert.Equal(MqttClientConnectResultCode.Success, answer.ResultCode);
        return client;
    }

    /// <summary>The CONNACK's number in MQTT 3.1.1.</summary>
    public async Task<int> ConnackAsync(MqttClientOptions options)
    {
        var answer = await NewClient().ConnectAsync(options, Soon);
        return answer.ResultCode switch
        {
            MqttClientConnectResultCode.Success => 0,
            MqttClientConnectResultCode.UnsupportedProtocolVersion => 1,
            MqttClientConnectResultCode.ClientIdentifierNotValid => 2,
            MqttClientConnectResultCode.ServerUnavailable => 3,
            MqttClientConnectResultCode.BadUserNameOrPassword => 4,
            MqttClientConnectResultCode.NotAuthorized => 5,
            var other => throw new InvalidOperationException($"Unexpected answer {other}."),
        };
    }

    /// <summary>Publishes with QoS 1 on a topic of the device <c>device</c> and waits for the PUBACK.</summary>
    public async Task PublishAsync(IMqttClient client, string text) =>
        await client.PublishStringAsync(
            "/pk/device/user/update", text, MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken: Soon);

    public Task<EmulatorEvent> EventAsync(EmulatorEventCode code) =>
        Server.Events.WaitForAsync(e => e.Code == code, Soon);

    public async Task<EmulatorMessage> NextAsync() =>
        await Server.Inbox.ReadAsync(null, Soon) ?? throw new InvalidOperationException("The emulator has stopped.");

    public bool TrustsAuthority(MqttClientCertificateValidationEventArgs args)
    {
        if ((args.SslPolicyErrors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy = RawPeer.Trusting(Server.Authority);
        using var certificate = X509CertificateLoader.LoadCertificate(args.Certificate.GetRawCertData());
        return chain.Build(certificate);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            client.Dispose();
        await Server.DisposeAsync();
        Assert.DoesNotContain(Server.Events.Snapshot(), e => e.Code == EmulatorEventCode.InternalError);
    }
}
