using AliyunIotWs.Transport.Links;
using Microsoft.Extensions.Time.Testing;

namespace AliyunIotWs.Units.Wire;

/// <summary>When a reader rests, so that more comes at a time.</summary>
public sealed class GatheringTests
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMicroseconds(10);
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(2);

    private readonly FakeTimeProvider _time = new();
    private readonly Gathering _gathering;

    public GatheringTests() => _gathering = new Gathering(_time);

    [Fact]
    public void Rests_in_a_stream_of_messages()
    {
        Stream(15);
        Assert.Null(_gathering.Rest());
        Stream(1);
        Assert.NotNull(_gathering.Rest());
        Assert.Null(_gathering.Rest());
    }

    [Fact]
    public void Rests_again_after_a_rest_that_brought_many()
    {
        Stream(16);
        for (int i = 0; i < 10; i++)
        {
            Assert.NotNull(_gathering.Rest());
            _time.Advance(s_rest);
            Take(100);
            Stream(1);
        }
    }

    [Fact]
    public void Never_rests_where_messages_come_now_and_then()
    {
        for (int i = 0; i < 100; i++)
        {
            Wake(TimeSpan.FromMilliseconds(1), spoke: false);
            Assert.Null(_gathering.Rest());
        }
    }

    [Fact]
    public void Never_rests_where_each_message_answers_one()
    {
        for (int i = 0; i < 100; i++)
        {
            Wake(s_moment, spoke: true);
            Assert.Null(_gathering.Rest());
        }
    }

    [Fact]
    public void Never_rests_where_many_messages_come_at_a_time()
    {
        for (int i = 0; i < 100; i++)
        {
            Wake(s_moment, spoke: false);
            Take(100);
            Assert.Null(_gathering.Rest());
        }
    }

    [Fact]
    public void Rests_ever_less_often_where_rests_bring_little()
    {
        int rests = 0;
        for (int i = 0; i < 10_000; i++)
        {
            Stream(1);
            if (_gathering.Rest() is not null)
                rests++;
        }

        Assert.InRange(rests, 2, 30);
    }

    [Theory]
    [InlineData(20, 5, 10)]
    [InlineData(80, 5, 10)]
    [InlineData(300, 9_900, 10_000)]
    public void Keeps_to_its_rests_where_they_bring_most_of_what_the_stream_would(int each, int least, int most)
    {
        // 100 in a millisecond, so 200 in a rest; a broker's limit of unacknowledged messages may let through fewer.
        int rests = 0;
        for (int i = 0; i < 10_000; i++)
        {
            Stream(1);
            if (_gathering.Rest() is null)
                continue;
            rests++;
            Take(each);
            _time.Advance(s_rest);
        }

        Assert.InRange(rests, least, most);
    }

    [Fact]
    public void Rests_before_it_has_caught_up_with_a_broker_that_is_ahead()
    {
        Stream(16);
        for (int i = 0; i < 10; i++)
        {
            Assert.NotNull(_gathering.Rest());
            Take(799);
            Assert.Null(_gathering.Rest());
            Take(1);
        }
    }

    [Fact]
    public void Reads_ever_more_between_two_rests_where_the_broker_stays_ahead()
    {
        Stream(16);
        int rests = 0;
        for (int i = 0; i < 10_000; i++)
        {
            if (_gathering.Rest() is not null)
                rests++;
            Take(800);
        }

        // 8 million messages: of 25,600 at the first pace, and twice as many at each further one.
        Assert.InRange(rests, 8 * 32, 9 * 32);
    }

    [Fact]
    public void Has_its_first_pace_again_once_it_has_caught_up()
    {
        Stream(16);
        for (int i = 0; i < 100; i++)
        {
            _ = _gathering.Rest();
            Take(800);
        }

        Stream(1);
        Assert.NotNull(_gathering.Rest());
        Take(800);
        Assert.NotNull(_gathering.Rest());
    }

    [Fact]
    public void Does_not_rest_where_the_window_and_not_the_broker_held_the_next_message_back()
    {
        Stream(16);
        Assert.NotNull(_gathering.Rest());
        for (int taken = 0; taken < 700; taken += 100)
        {
            Take(99, size: 1024);
            Wake(s_moment, spoke: false);
            Assert.Null(_gathering.Rest());
        }

        Take(100, size: 1024);
        Assert.NotNull(_gathering.Rest());
    }

    private void Stream(int wakes)
    {
        for (int i = 0; i < wakes; i++)
            Wake(s_moment, spoke: false);
    }

    private void Wake(TimeSpan waited, bool spoke)
    {
        long since = _time.GetTimestamp();
        _time.Advance(waited);
        _gathering.Wake(since, spoke);
        Take(1);
    }

    private void Take(int packets, int size = 10)
    {
        for (int i = 0; i < packets; i++)
            _gathering.Count(size);
    }
}
