using AliyunIotWs.Errors;
using AliyunIotWs.Fuzz.Feeding;
using AliyunIotWs.Session;

namespace AliyunIotWs.Units.Wire;

public sealed class VanishedPeerTests
{
    // The failed write aborts the socket, and what reads from an aborted socket hears of a cancellation.
    [Fact]
    public async Task A_peer_that_is_gone_before_it_has_the_CONNECT_is_no_cancellation()
    {
        using var stream = new FedStream([], 1) { WritesFail = true };
        var connecting = DeviceSession.ConnectAsync(
            Device.Settings(new Uri("ws://memory/")), new FedLinkFactory(stream), null, default);
        var refusal = await Assert.ThrowsAsync<IotException>(() => connecting.WaitAsync(Device.Limit));
        Assert.Equal(IotErrorId.ConnectFailed, refusal.Id);
        Assert.Contains("The peer is gone.", refusal.Message, StringComparison.Ordinal);
    }
}
