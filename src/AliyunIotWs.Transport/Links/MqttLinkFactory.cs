using System.Globalization;
using System.Text;
using AliyunIotWs.Errors;
using AliyunIotWs.Session;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Transport.Dialing;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace AliyunIotWs.Transport.Links;

/// <summary>Dials, says CONNECT and reads the CONNACK.</summary>
internal sealed class MqttLinkFactory : IMqttLinkFactory
{
    public static MqttLinkFactory Instance { get; } = new();

    public async Task<IMqttLink> OpenAsync(
        ConnectionSettings settings, IProgress<string>? stages, CancellationToken cancellation)
    {
        using var either = new CancellationTokenSource(settings.ConnectTimeout, settings.Time);
        using var stop = cancellation.UnsafeRegister(
            static either => ((CancellationTokenSource)either!).Cancel(), either);
        var verdict = new CertificateVerdict(settings.Tls);
        string? stage = null;
        try
        {
            stages?.Report($"Opening {settings.Endpoint} as {IotText.Show(settings.Who)}.");
            var dialed = await WebSocketDialer.ConnectAsync(settings, verdict, either.Token).ConfigureAwait(false);
            stage = "the CONNACK";
            stages?.Report($"WebSocket open; sending CONNECT with keep-alive {settings.KeepAliveSeconds} s.");
            return await HandshakeAsync(dialed, settings, stages, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IotException(
                IotErrorId.ConnectTimeout,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{settings.Endpoint.Authority} did not answer{DialFailure.Through(settings)} within {settings.ConnectTimeout.TotalSeconds:0.###} s; ")
                + $"the connect was waiting for {stage ?? WebSocketDialer.Stage(settings, verdict)}.",
                "Check host, port, proxy and firewall, or raise -TimeoutSeconds.");
        }
    }

    public static async Task<IMqttLink> HandshakeAsync(
        DialedSocket dialed, ConnectionSettings settings, IProgress<string>? stages, CancellationToken cancellation)
    {
        var link = new MqttLink(dialed, settings);
        bool anonymous = settings.MqttUsername.Length == 0;
        try
        {
            link.Send(new MqttConnectPacket
            {
                ClientId = settings.MqttClientId,
                Username = anonymous ? null : settings.MqttUsername,
                Password = anonymous ? null : Encoding.UTF8.GetBytes(settings.MqttPassword),
                KeepAlivePeriod = (ushort)settings.KeepAliveSeconds,
                CleanSession = settings.CleanSession,
            });
            (var answer, var end) =
                await link.ReadConnAckAsync(cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            if (answer is null)
                throw Unanswered(settings, end!);
            if (answer.ReturnCode != MqttConnectReturnCode.ConnectionAccepted)
                throw ConnackRefusal.Create((int)answer.ReturnCode, settings);
            // [MQTT-3.2.2-1]
            if (settings.CleanSession && link.SessionPresent)
                throw Unanswered(settings, new LinkEnd("the peer claims to have kept the session that it was told to drop [MQTT-3.2.2-1]"));
            stages?.Report($"Connected; the broker {(link.SessionPresent ? "kept" : "has no")} session of this client id.");
            return link;
        }
        catch
        {
            await link.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static IotException Unanswered(ConnectionSettings settings, LinkEnd end) => new(
        IotErrorId.ConnectFailed,
        $"{settings.Endpoint.Authority} did not answer CONNECT with a CONNACK: {end.Reason}.",
        end.CloseStatus == CloseCode.ProtocolError
            ? "Check user name and password: RabbitMQ closes in this way, without a CONNACK, where they are wrong. Check also "
              + "that the endpoint is an MQTT 3.1.1 broker."
            : "Check that the endpoint is an MQTT broker. The platform also does this to a device that connects more than "
              + "five times a minute.",
        end.Cause);
}
