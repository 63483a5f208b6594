using AliyunIotWs.Fuzz.Bytes;
using AliyunIotWs.Session;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Session.Outgoing;
using AliyunIotWs.Transport.Links;

namespace AliyunIotWs.Fuzz.Targets;

/// <summary>The device that all this is about: connects and exchanges a message in both directions.</summary>
internal static class OrdinaryDevice
{
    public static async Task ExchangeAsync(EmulatorHost host)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        var settings = new ConnectionSettings
        {
            Name = "ordinary",
            Endpoints = [host.Server.Endpoint],
            MqttClientId = Credential.ClientId,
            MqttUsername = Credential.User,
            MqttPassword = Credential.Signature,
            KeepAliveSeconds = 300,
            CleanSession = true,
            Timeout = TimeSpan.FromSeconds(10),
            Proxy = new ProxySettings { Bypass = true },
        };
        await using var session =
            await DeviceSession.ConnectAsync(settings, MqttLinkFactory.Instance, null, patience.Token);
        await session.Subscriptions.SubscribeAsync([new TopicRequest("/pk/device/user/get", 1)], null, patience.Token);
        string text = Guid.NewGuid().ToString();
        var batch = new PublishBatch(keepReceipts: false);
        session.Outbox.TrySend(new OutboundMessage(
            batch, "/pk/device/user/update", System.Text.Encoding.UTF8.GetBytes(text), 1, null,
            TimeProvider.System.GetTimestamp()));
        var arrived = await host.Server.Inbox.ReadAsync(
            m => m.Topic == "/pk/device/user/update" && m.Payload.AsSpan().SequenceEqual(
                System.Text.Encoding.UTF8.GetBytes(text)),
            patience.Token);
        BrokenInvariantException.ThrowUnless(arrived is not null, "the emulator has stopped");
        await host.Server.SendAsync("/pk/device/user/get", arrived!.Payload, 1, patience.Token);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (true)
        {
            while (session.Inbox.TryTake(session.Inbox.Buffers, out var reading))
            {
                if (reading.Message.Payload == text)
                    return;
            }

            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}
