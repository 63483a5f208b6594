using System.Net.WebSockets;
using AliyunIotWs.Errors;
using AliyunIotWs.Session;
using AliyunIotWs.Session.Outgoing;

namespace AliyunIotWs.Units.Wire;

/// <summary>Why the peer ended a link, in its own words and in those of the standard.</summary>
public sealed class CloseReasonTests
{
    [Theory]
    [InlineData(1000, "normal closure")]
    [InlineData(1001, "going away")]
    [InlineData(1002, "protocol error")]
    [InlineData(1003, "unsupported data")]
    [InlineData(1007, "invalid payload data")]
    [InlineData(1008, "policy violation")]
    [InlineData(1009, "message too big")]
    [InlineData(1010, "mandatory extension")]
    [InlineData(1011, "internal error")]
    [InlineData(3000, "unauthorized")]
    [InlineData(3999, "a library or framework")]
    [InlineData(4000, "the server's own")]
    [InlineData(4999, "the server's own")]
    public async Task A_close_has_its_code_in_words(int code, string words)
    {
        string message = await EndOfAsync(code, "why");
        Assert.Contains($"status {code}", message, StringComparison.Ordinal);
        Assert.Contains(words, message, StringComparison.Ordinal);
        Assert.Contains("(why)", message, StringComparison.Ordinal);
    }

    // Some of these the runtime takes, whichever it is; the others it refuses and keeps to itself.
    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1012)]
    [InlineData(1013)]
    [InlineData(1014)]
    [InlineData(1015)]
    [InlineData(1016)]
    [InlineData(2999)]
    [InlineData(5000)]
    [InlineData(65535)]
    public async Task A_code_that_may_not_be_sent_is_told_as_such(int code)
    {
        string message = await EndOfAsync(code, "why");
        Assert.Contains("the peer closed the WebSocket with", message, StringComparison.Ordinal);
        Assert.DoesNotContain("nnerException", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_reaches_nobody_as_a_command_to_the_terminal()
    {
        string message = await EndOfAsync(4000, "\u001b]0;mine\u0007\u202e");
        Assert.Contains("␛]0;mine␇\\u202E", message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, char.IsControl);
    }

    [Fact]
    public async Task What_the_peer_says_before_it_goes_wins_over_the_write_that_fails()
    {
        for (int round = 0; round < 100; round++)
        {
            await using var broker = new RawBroker();
            (var session, var peer) =
                await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, reconnect: false));
            await using var owned = new HeldSession(broker, session);
            var flood = Task.Run(() => Flood(session));
            await peer.ReadAsync();

            await peer.Socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, "quota exceeded", default);
            // What it has not read makes its end a reset.
            peer.Dispose();

            await Device.UntilAsync(() => session.State == IotConnectionState.Faulted);
            await flood.WaitAsync(Device.Limit);
            Assert.Contains("1008, policy violation (quota exceeded)", session.LastError!.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_write_that_fails_ends_a_link_whose_reader_hears_nothing()
    {
        await using var broker = new RawBroker();
        (var session, var peer) =
            await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, reconnect: false));
        await using var owned = new HeldSession(broker, session);
        var flood = Task.Run(() => Flood(session));
        await peer.ReadAsync();
        peer.Reset();
        await flood.WaitAsync(Device.Limit);
        Assert.Equal(IotErrorId.ConnectionLost, session.LastError!.Id);
    }

    [Fact]
    public async Task A_close_with_1002_in_place_of_a_CONNACK_names_the_likely_cause()
    {
        await using var broker = new RawBroker();
        var connecting = Device.ConnectAsync(Device.Settings(broker.Endpoint));
        var peer = await broker.NextAsync();
        await peer.ReadAsync();
        await peer.Socket.CloseOutputAsync(WebSocketCloseStatus.ProtocolError, null, default);

        var error = await Assert.ThrowsAsync<IotException>(() => connecting.WaitAsync(Device.Limit));

        Assert.Equal(IotErrorId.ConnectFailed, error.Id);
        Assert.Contains("1002", error.Message, StringComparison.Ordinal);
        Assert.Contains("user name and password", error.Remedy, StringComparison.Ordinal);
    }

    private static async Task<string> EndOfAsync(int code, string reason)
    {
        await using var broker = new RawBroker();
        (var session, var peer) =
            await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, reconnect: false));
        await using var owned = new HeldSession(broker, session);
        byte[] text = System.Text.Encoding.UTF8.GetBytes(reason);
        await peer.SendRawAsync([0x88, (byte)(2 + text.Length), (byte)(code >> 8), (byte)code, .. text]);
        // It answers, and waits for its peer to end the stream (RFC 6455, section 7.1.1).
        Assert.Null(await peer.ReadAsync());
        peer.Close();
        await Device.UntilAsync(() => session.State == IotConnectionState.Faulted);
        return session.LastError!.Message;
    }

    private static void Flood(DeviceSession session)
    {
        var batch = new PublishBatch(false);
        while (session.State == IotConnectionState.Connected)
            session.Outbox.TrySend(Device.Message(batch, new string('x', 4000), 0));
    }
}
