using AliyunIotWs.Session.Outgoing;

namespace AliyunIotWs.Units.Session;

public sealed class InflightWindowTests
{
    private readonly InflightWindow _window = new(3, 1_000_000);
    private long _sequence;

    [Fact]
    public void A_PUBACK_finds_its_message_and_frees_its_place()
    {
        var first = Add();
        var second = Add();
        Assert.Same(first, _window.Acknowledge(first.PacketId));
        Assert.Null(_window.Acknowledge(first.PacketId));
        Assert.Same(second, _window.Acknowledge(second.PacketId));
        Assert.Equal(0, _window.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(65535)]
    public void A_PUBACK_that_nobody_waits_for_changes_nothing(int packetId)
    {
        Add();
        Assert.Null(_window.Acknowledge((ushort)packetId));
        Assert.Equal(1, _window.Count);
    }

    [Fact]
    public void The_id_of_an_abandoned_message_is_not_given_out_before_its_PUBACK()
    {
        var abandoned = Add();
        _window.Abandon(abandoned);
        var later = new List<ushort>();
        for (int i = 0; i < 1000; i++)
        {
            var message = Add();
            later.Add(message.PacketId);
            _window.Acknowledge(message.PacketId);
        }

        Assert.DoesNotContain(abandoned.PacketId, later);
        Assert.Null(_window.Acknowledge(abandoned.PacketId));
        Assert.Equal(0, _window.Count);
    }

    [Fact]
    public void Abandoned_messages_do_not_narrow_the_window_however_many_they_are()
    {
        for (int i = 0; i < 70_000; i++)
            _window.Abandon(Add());
        Assert.Equal(0, _window.Count);
        var message = Add();
        Assert.InRange(message.PacketId, 1, InflightWindow.LastPacketId);
        Assert.Same(message, _window.Acknowledge(message.PacketId));
    }

    [Fact]
    public void A_new_link_frees_the_ids_of_abandoned_messages()
    {
        var abandoned = Add();
        _window.Abandon(abandoned);
        _window.ReleaseAbandoned();
        Assert.Equal(abandoned.PacketId, Add().PacketId);
    }

    [Fact]
    public void What_waits_is_listed_in_the_order_of_sending()
    {
        var first = Add();
        var second = Add();
        _window.Acknowledge(first.PacketId);
        var third = Add();
        var fourth = Add();
        Assert.Equal([second, third, fourth], _window.InOrder());
    }

    [Fact]
    public void The_bytes_bound_the_window_as_the_messages_do_and_one_message_always_fits()
    {
        Assert.True(_window.HasRoomFor(Message(2_000_000)));
        var large = Add(600_000);
        Assert.False(_window.HasRoomFor(Message(600_000)));
        Assert.True(_window.HasRoomFor(Message(100)));
        Assert.False(_window.IsHalfFree);
        _window.Abandon(large);
        Assert.True(_window.HasRoomFor(Message(600_000)));
        Assert.Equal(0, _window.Bytes);
    }

    [Fact]
    public void A_topic_counts_as_much_as_a_payload()
    {
        var message = new OutboundMessage(new PublishBatch(false), new string('t', 60_000), default, 1, null, 0);
        Assert.InRange(message.Weight, 120_000, 130_000);
    }

    private OutboundMessage Message(int bytes = 0) =>
        new(new PublishBatch(false), "t", new byte[bytes], 1, null, 0) { Sequence = ++_sequence };

    private OutboundMessage Add(int bytes = 0)
    {
        var message = Message(bytes);
        _window.Add(message);
        return message;
    }
}
