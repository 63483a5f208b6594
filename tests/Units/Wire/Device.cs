using AliyunIotWs.Session;
using AliyunIotWs.Session.Outgoing;
using AliyunIotWs.Transport.Links;

namespace AliyunIotWs.Units.Wire;

/// <summary>The client side of the wire tests: a session as Connect-IotMqtt opens it.</summary>
internal static class Device
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static ConnectionSettings Settings(
        Uri endpoint, int keepAliveSeconds = 300, bool reconnect = true, bool singlePacketFrames = false,
        TlsSettings? tls = null, bool cleanSession = false, TimeSpan? timeout = null,
        TimeProvider? time = null, params Uri[] others) => new()
        {
            Name = "device",
            Endpoints = [endpoint, .. others],
            MqttClientId = "pk.dn|securemode=3,signmethod=hmacsha256|",
            MqttUsername = "dn&pk",
            MqttPassword = "password",
            KeepAliveSeconds = keepAliveSeconds,
            CleanSession = cleanSession,
            Timeout = timeout ?? TimeSpan.FromSeconds(20),
            Reconnect = reconnect,
            SinglePacketFrames = singlePacketFrames,
            Tls = tls ?? new TlsSettings(),
            Jitter = () => 0.01,
            Time = time ?? TimeProvider.System,
        };

    public static Task<DeviceSession> ConnectAsync(ConnectionSettings settings) =>
        DeviceSession.ConnectAsync(settings, MqttLinkFactory.Instance, null, default);

    public static async Task<(DeviceSession Session, RawConnection Peer)> ConnectAsync(
        RawBroker broker, ConnectionSettings settings)
    {
        var connecting = ConnectAsync(settings);
        var peer = await broker.NextConnectedAsync();
        return (await connecting.WaitAsync(Limit), peer);
    }

    public static OutboundMessage Message(PublishBatch batch, string text, int qos, bool alone = false) => new(
        batch, "t", System.Text.Encoding.UTF8.GetBytes(text), qos, text, TimeProvider.System.GetTimestamp())
    {
        Alone = alone,
    };

    /// <summary>The texts of what has come and was not taken yet, which are taken.</summary>
    public static List<string> Taken(DeviceSession session)
    {
        var texts = new List<string>();
        while (session.Inbox.TryTake(session.Inbox.Buffers, out var reading))
            texts.Add(reading.Message.Payload);
        return texts;
    }

    /// <summary>Waits for a condition that nothing announces, without burning a core.</summary>
    public static async Task UntilAsync(Func<bool> condition, TimeSpan? limit = null)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        long started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < (limit ?? Limit), "The condition did not come true.");
            await timer.WaitForNextTickAsync();
        }
    }
}
