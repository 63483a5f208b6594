using System.Net.WebSockets;
using AliyunIotWs.Errors;
using AliyunIotWs.Session;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Session.Outgoing;

namespace AliyunIotWs.Fuzz.Feeding;

/// <summary>
/// Opens a session as Connect-IotMqtt does, has it subscribe and publish, so that there is something for hostile
/// acknowledgements to hit, and checks how it ends.
/// </summary>
internal static class ClientProbe
{
    // The HTTP client quotes what it could not read of a head, and reads no more than 64 KiB of one.
    private const int LongestMessage = 70_000;

    private static readonly TimeSpan s_readEvery = TimeSpan.FromMilliseconds(10);

    private static readonly TopicRequest[] s_topics = [new("/pk/dn/user/#", 1), new("#", 0)];

    public static ConnectionSettings Settings(Uri endpoint, TimeSpan timeout) => new()
    {
        Name = "device",
        Endpoints = [endpoint],
        MqttClientId = "pk.dn|securemode=3,signmethod=hmacsha256|",
        MqttUsername = "dn&pk",
        MqttPassword = "password",
        KeepAliveSeconds = 300,
        Timeout = timeout,
        Reconnect = false,
        Proxy = new ProxySettings { Bypass = true },
    };

    /// <param name="settings">Without reconnecting.</param>
    /// <param name="factory">Whose links end by themselves once their bytes are over.</param>
    /// <param name="connected">Is called when the session is open and has sent what it sends.</param>
    public static async Task<Outcome> RunAsync(
        ConnectionSettings settings, IMqttLinkFactory factory, Action? connected = null)
    {
        DeviceSession session;
        try
        {
            session = await DeviceSession.ConnectAsync(settings, factory, null, default);
        }
        catch (IotException refusal)
        {
            Check(refusal);
            return Outcome.Refused;
        }

        await using var owned = session;
        var ended = UntilEndAsync(session);
        var batch = new PublishBatch(keepReceipts: true);
        for (int i = 0; i < 3; i++)
        {
            session.Outbox.TrySend(new OutboundMessage(
                batch, "/pk/dn/user/update", "on"u8.ToArray(), i % 2, null, TimeProvider.System.GetTimestamp()));
        }

        connected?.Invoke();
        // A session that nobody reads stops reading too, and would never see the end.
        while (await Task.WhenAny(ended, Task.Delay(s_readEvery)) != ended)
            ReadAll(session);
        await ended;
        ReadAll(session);
        await UntilSettledAsync(batch);
        BrokenInvariantException.ThrowUnless(
            session.State == IotConnectionState.Faulted, $"the session ended as {session.State}");
        Check(session.LastError!);
        return session.LastError!.InnerException is WebSocketException
        {
            WebSocketErrorCode: WebSocketError.ConnectionClosedPrematurely,
        }
            ? Outcome.Accepted
            : Outcome.Ended;
    }

    private static void ReadAll(DeviceSession session)
    {
        while (session.Inbox.TryTake(session.Inbox.Buffers, out var reading))
            BrokenInvariantException.ThrowUnless(reading.Message is { Payload: not null, Topic: not null }, "half a message");
    }

    // Whatever a SUBACK of the case says, sooner or later a subscription fails because the session has ended.
    private static async Task UntilEndAsync(DeviceSession session)
    {
        while (true)
        {
            try
            {
                await session.Subscriptions.SubscribeAsync(s_topics, 100, default);
            }
            catch (IotException) when (session.EndReason() is not null)
            {
                return;
            }
        }
    }

    // The link's writer may report what it could not write a moment after the reader has ended the session.
    private static async Task UntilSettledAsync(PublishBatch batch)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (int left = 1000; batch.Outstanding > 0; left--)
        {
            BrokenInvariantException.ThrowUnless(left > 0, $"{batch.Outstanding} messages without an end");
            await timer.WaitForNextTickAsync();
        }
    }

    private static void Check(IotException error) => BrokenInvariantException.ThrowUnless(
        error.Message.Length is > 0 and < LongestMessage && error.Remedy.Length > 0,
        $"an error of {error.Message.Length} characters");
}
