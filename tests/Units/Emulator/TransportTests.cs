using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using AliyunIotWs.Emulator.Events;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace AliyunIotWs.Units.Emulator;

/// <summary>MQTT over TCP and TLS, on the ports that take WebSocket too.</summary>
public sealed class TransportTests
{
    [Theory]
    [InlineData(false, MqttProtocolVersion.V311)]
    [InlineData(false, MqttProtocolVersion.V310)]
    [InlineData(true, MqttProtocolVersion.V311)]
    [InlineData(true, MqttProtocolVersion.V310)]
    public async Task A_device_sends_and_receives(bool secure, MqttProtocolVersion version)
    {
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync(Options(box, secure ? Box.WssId : Box.WsId, secure, version));
        var received = MessageTests.Collect(client);
        await client.SubscribeAsync("/pk/device/user/get", MqttQualityOfServiceLevel.AtLeastOnce, box.Soon);

        await box.PublishAsync(client, "up");
        Assert.Equal("up", Encoding.UTF8.GetString((await box.NextAsync()).Payload));
        await box.Server.SendAsync("/pk/device/user/get", "down"u8.ToArray(), 1, box.Soon);
        Assert.Equal("down", (await received.ReadAsync(box.Soon)).ConvertPayloadToString());
        string connected = (await box.EventAsync(EmulatorEventCode.Connected)).Message;
        Assert.StartsWith(secure ? "tls from " : "tcp from ", connected, StringComparison.Ordinal);
        await client.DisconnectAsync(new MqttClientDisconnectOptions(), box.Soon);
        Assert.Equal("the device disconnected", (await box.EventAsync(EmulatorEventCode.Disconnected)).Message);
    }

    [Theory]
    [InlineData(false, Box.WssId, Box.Sha256, MqttProtocolVersion.V311, 2)]
    [InlineData(true, Box.WsId, Box.Sha256, MqttProtocolVersion.V311, 2)]
    [InlineData(false, Box.WsId, Box.Sha1, MqttProtocolVersion.V311, 4)]
    [InlineData(false, Box.WsId, Box.Sha256, MqttProtocolVersion.V500, 1)]
    public async Task The_same_is_checked(
        bool secure, string clientId, string password, MqttProtocolVersion version, int expected)
    {
        await using var box = await Box.StartAsync();
        Assert.Equal(expected, await box.ConnackAsync(Options(box, clientId, secure, version, password)));
    }

    [Fact]
    public async Task A_kicked_device_gets_no_packet()
    {
        await using var box = await Box.StartAsync();
        await using var stream = await RawPeer.TcpAsync(box.Server.Endpoint, box.Soon);
        await stream.WriteAsync(RawPeer.Connect(Box.WsId, Box.User, Box.Sha256), box.Soon);
        byte[] answer = new byte[4];
        await stream.ReadExactlyAsync(answer, box.Soon);
        Assert.Equal([0x20, 0x02, 0x00, 0x00], answer);

        await box.ConnectAsync();
        Assert.Empty(await RawPeer.ReadToEndAsync(stream, box.Soon));
        Assert.Contains("connected again", (await box.EventAsync(EmulatorEventCode.Kicked)).Message);
    }

    [Fact]
    public async Task The_CONNECT_may_come_byte_by_byte()
    {
        await using var box = await Box.StartAsync();
        await using var stream = await RawPeer.TcpAsync(box.Server.Endpoint, box.Soon);
        foreach (byte one in RawPeer.Connect(Box.WsId, Box.User, Box.Sha256))
            await stream.WriteAsync(new[] { one }, box.Soon);
        byte[] answer = new byte[4];
        await stream.ReadExactlyAsync(answer, box.Soon);
        Assert.Equal([0x20, 0x02, 0x00, 0x00], answer);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    public async Task What_a_device_sends_with_its_CONNECT_and_before_it_hangs_up_is_taken_and_acknowledged(int count)
    {
        await using var box = await Box.StartAsync();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", box.Server.Endpoint.Port, box.Soon);
        byte[] topic = [0, 22, .. "/pk/device/user/update"u8];
        var messages = Enumerable.Range(1, count).SelectMany(id =>
            (byte[])[0x32, (byte)(topic.Length + 4), .. topic, (byte)(id >> 8), (byte)id, .. "up"u8]);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync((byte[])[.. RawPeer.Connect(Box.WsId, Box.User, Box.Sha256), .. messages], box.Soon);
        socket.Shutdown(SocketShutdown.Send);

        byte[] answers = new byte[4 + (4 * count)];
        await stream.ReadExactlyAsync(answers, box.Soon);
        Assert.Equal([0x20, 0x02, 0x00, 0x00], answers[..4]);
        Assert.Equal([0x40, 0x02, (byte)(count >> 8), (byte)count], answers[^4..]);
        for (int i = 0; i < count; i++)
            Assert.Equal("up", Encoding.UTF8.GetString((await box.NextAsync()).Payload));
        Assert.Empty(await RawPeer.ReadToEndAsync(stream, box.Soon));
        Assert.Equal(
            "the peer closed the connection", (await box.EventAsync(EmulatorEventCode.Disconnected)).Message);
    }

    [Theory]
    [InlineData(TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA256, true)]
    [InlineData(TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA, true)]
    [InlineData(TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, true)]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, false)]
    [InlineData(TlsCipherSuite.TLS_AES_128_GCM_SHA256, false)]
    [UnsupportedOSPlatform("windows")]
    public async Task A_client_that_knows_RSA_only_is_served_with_RSA(TlsCipherSuite suite, bool rsa)
    {
        await using var box = await Box.StartAsync();
        await using var secured = new SslStream(await RawPeer.TcpAsync(box.Server.SecureEndpoint, box.Soon));
        await secured.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                CertificateChainPolicy = RawPeer.Trusting(box.Server.Authority),
                CipherSuitesPolicy = new CipherSuitesPolicy([suite]),
            },
            box.Soon);
        Assert.Equal(suite, secured.NegotiatedCipherSuite);
        Assert.Equal(rsa ? "1.2.840.113549.1.1.1" : "1.2.840.10045.2.1", secured.RemoteCertificate!.GetKeyAlgorithm());
    }

    private static MqttClientOptions Options(
        Box box, string clientId, bool secure, MqttProtocolVersion version, string password = Box.Sha256)
    {
        var endpoint = secure ? box.Server.SecureEndpoint : box.Server.Endpoint;
        var builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(version)
            .WithClientId(clientId)
            .WithCredentials(Box.User, password)
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(300))
            .WithTcpServer(endpoint.Host, endpoint.Port);
        if (secure)
            builder.WithTlsOptions(tls => tls.WithCertificateValidationHandler(box.TrustsAuthority));
        return builder.Build();
    }
}
