using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using AliyunIotWs.Session;
using AliyunIotWs.Session.Incoming;
using AliyunIotWs.Session.Links;
using MQTTnet.Packets;

namespace AliyunIotWs.Units.Wire;

/// <summary>A link that its full buffers have paused still sees that its peer goes.</summary>
public sealed class PausedLinkTests
{
    private const string CloseFrame = "a close frame";
    private const string Fin = "the end of the stream";
    private const string Reset = "a reset";

    // Far below the keep-alive of these sessions.
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData(CloseFrame, 100, 200)]
    [InlineData(Fin, 100, 200)]
    [InlineData(Reset, 100, 200)]
    [InlineData(Fin, 2000, 10_000)]
    [InlineData(Reset, 2000, 10_000)]
    public async Task Its_state_says_so_soon(string departure, int messages, int size)
    {
        await using var broker = new RawBroker();
        (var session, var peer) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, reconnect: false));
        await using var owned = new HeldSession(broker, session);
        var buffer = await PauseAsync(session, peer, messages, size);
        if (departure == CloseFrame)
            await peer.Socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "going", default);
        else if (departure == Fin)
            peer.Close();
        else
            peer.Reset();
        await Device.UntilAsync(() => session.State == IotConnectionState.Faulted, s_soon);
        int read = 0;
        while (session.Inbox.TryTake([buffer], out var reading))
            Assert.Equal(++read, int.Parse(reading.Message.Payload, CultureInfo.InvariantCulture));
        // What came before the end is there; a reset throws away what was under way.
        Assert.InRange(read, departure != Reset && size == 200 ? messages : 21, messages);
    }

    [Fact]
    public async Task It_goes_on_where_it_was_after_a_long_pause()
    {
        await using var broker = new RawBroker();
        (var session, var peer) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, reconnect: false));
        await using var owned = new HeldSession(broker, session);
        var buffer = await PauseAsync(session, peer, 2000, 10_000);
        // It asks for a sign of life while it reads nothing.
        await peer.ReadAsync<MqttPingReqPacket>().WaitAsync(s_soon);
        await peer.ReadAsync<MqttPingReqPacket>().WaitAsync(s_soon);
        for (int i = 1; i <= 2000; i++)
        {
            await Device.UntilAsync(() => buffer.Count > 0);
            Assert.True(session.Inbox.TryTake([buffer], out var reading));
            Assert.Equal(i, int.Parse(reading.Message.Payload, CultureInfo.InvariantCulture));
        }

        Assert.Equal(IotConnectionState.Connected, session.State);
    }

    // Takes 10 messages and withholds 11, then reads no more.
    private static async Task<SubscriptionBuffer> PauseAsync(
        DeviceSession session, RawConnection peer, int messages, int size)
    {
        Task subscribing = session.Subscriptions.SubscribeAsync([new TopicRequest("t", 1)], 10, default);
        var subscribe = await peer.ReadAsync<MqttSubscribePacket>();
        await peer.SendAsync([0x90, 3, (byte)(subscribe.PacketIdentifier >> 8), (byte)subscribe.PacketIdentifier, 1]);
        await subscribing.WaitAsync(Device.Limit);
        var buffer = session.Subscriptions.Find("t")!.Buffer;
        _ = FloodAsync(peer, messages, size);
        await Device.UntilAsync(() => buffer.IsOverfull);
        for (int i = 1; i <= 10; i++)
            Assert.Equal((ushort)i, (await peer.ReadAsync<MqttPubAckPacket>()).PacketIdentifier);
        return buffer;
    }

    // Ends in the midst of it where the peer goes before all of it was taken.
    private static async Task FloodAsync(RawConnection peer, int messages, int size)
    {
        int length = 5 + size;
        try
        {
            for (int i = 1; i <= messages; i++)
            {
                byte[] head = [0x32, (byte)(length % 128 | 128), (byte)(length / 128), 0, 1, (byte)'t', (byte)(i >> 8), (byte)i];
                byte[] number = Encoding.ASCII.GetBytes(i.ToString(CultureInfo.InvariantCulture).PadRight(size));
                await peer.SendAsync([.. head, .. number]);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer has gone, which is what the test wants.
        }
    }
}
