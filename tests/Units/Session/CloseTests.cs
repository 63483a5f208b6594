using AliyunIotWs.Errors;
using AliyunIotWs.Session;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Session.Outgoing;
using AliyunIotWs.Systematic.Model;
using AliyunIotWs.Units.Wire;

namespace AliyunIotWs.Units.Session;

public sealed class CloseTests
{
    private const int Rounds = 10_000;

    [Fact]
    public async Task A_close_that_meets_a_reconnect_ends()
    {
        var random = new Random(1);
        for (int i = 0; i < Rounds; i++)
        {
            var broker = new ModelBroker(random.Next, failures: 2);
            var session = await ModelSession.ConnectAsync(broker);
            var batch = new PublishBatch(false);
            Assert.True(session.Outbox.TrySend(Device.Message(batch, "x", 1)));
            Task register = session.Subscriptions.SubscribeAsync([new TopicRequest("a", 1)], null, default);
            for (int spins = random.Next(50); spins > 0; spins--)
                Thread.SpinWait(20);
            await session.CloseAsync().WaitAsync(Device.Limit);
            var told = await Record.ExceptionAsync(() => register.WaitAsync(Device.Limit));
            Assert.True(told is null or IotException, $"{told}");
            await broker.WhenLeftAsync().WaitAsync(Device.Limit);
            Assert.Equal(0, batch.Outstanding);
            Assert.Equal(IotConnectionState.Disconnected, session.State);
        }
    }

    [Fact]
    public async Task A_fault_of_the_module_ends_the_session_visibly_and_everything_that_waits()
    {
        var session = await ModelSession.ConnectAsync(new BrokenFactory());
        var batch = new PublishBatch(false);
        session.Outbox.TrySend(Device.Message(batch, "x", 1));
        Task register = session.Subscriptions.SubscribeAsync([new TopicRequest("a", 1)], null, default);
        var told = await Assert.ThrowsAsync<IotException>(() => register.WaitAsync(Device.Limit));
        Assert.IsType<ArithmeticException>(told.InnerException);
        await Device.UntilAsync(() => batch.Outstanding == 0);
        Assert.Equal(IotConnectionState.Faulted, session.State);
        Assert.Same(told, session.LastError);
        Assert.Same(told, session.EndReason());
        await session.CloseAsync().WaitAsync(Device.Limit);
    }

    // Its links fail at a SUBSCRIBE in a way that no link may.
    private sealed class BrokenFactory : IMqttLinkFactory
    {
        public Task<IMqttLink> OpenAsync(
            ConnectionSettings settings, IProgress<string>? stages, CancellationToken cancellation) =>
            Task.FromResult<IMqttLink>(new BrokenLink());
    }

    private sealed class BrokenLink : IMqttLink
    {
        private readonly TaskCompletionSource<LinkEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Uri Endpoint { get; } = new("ws://model/");

        public bool SessionPresent => false;

        public bool Congested => false;

        public bool ReadingPaused => false;

        public long LastReceived => 0;

        public long LastSent => 0;

        public long LastHeadway => 0;

        public void Observe(ILinkObserver observer)
        {
        }

        public Task<LinkEnd> RunAsync() => _end.Task;

        public bool TryReadHere() => false;

        public void Publish(OutboundMessage message, bool duplicate)
        {
        }

        public void Acknowledge(ushort packetId)
        {
        }

        public void Subscribe(ushort packetId, IReadOnlyList<TopicRequest> topics) => throw new ArithmeticException("1 + 1");

        public void Unsubscribe(ushort packetId, IReadOnlyList<string> filters)
        {
        }

        public void Ping()
        {
        }

        public Task CloseAsync(TimeSpan patience) => Task.CompletedTask;

        public void Abort(LinkEnd reason) => _end.TrySetResult(reason);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
