using System.Text;
using AliyunIotWs.Errors;
using AliyunIotWs.Requests;
using AliyunIotWs.Session.Links;
using Microsoft.Extensions.Time.Testing;

namespace AliyunIotWs.Units.Requests;

public sealed class ReplyDeskTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ReplyDesk _desk;

    public ReplyDeskTests() => _desk = new ReplyDesk(_time);

    [Fact]
    public void A_reply_finds_its_request_by_topic_and_id_and_belongs_to_one()
    {
        var first = Expect("thing.event.property.post", "a_reply");
        var second = Expect("thing.event.property.post", "a_reply");
        Assert.NotEqual(first.Id, second.Id);
        Assert.False(Offer("other_reply", Reply(first.Id)));
        Assert.False(Offer("a_reply", Reply("777")));
        Assert.True(Offer("a_reply", Reply(second.Id)));
        Assert.True(second.IsDone);
        Assert.False(first.IsDone);
        Assert.False(Offer("a_reply", Reply(second.Id)));
        Assert.True(Offer("a_reply", $"{{\"id\":{first.Id},\"code\":200}}"));
        Assert.True(first.IsDone);
    }

    [Theory]
    [InlineData("{\"id\":\"1\",\"params\":{}}")]
    [InlineData("{\"code\":200}")]
    [InlineData("[1]")]
    [InlineData("{\"id\":\"1\",")]
    [InlineData("")]
    [InlineData("\u0001")]
    public void What_is_no_reply_completes_nothing(string payload)
    {
        var request = Expect("thing.event.property.post", "a_reply");
        Assert.False(Offer("a_reply", payload));
        Assert.False(request.IsDone);
    }

    [Fact]
    public void Ids_do_not_repeat_and_those_of_the_time_are_times()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => _desk.NextId(RequestForm.Alink)).ToHashSet();
        Assert.Equal(1000, ids.Count);
        long now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal(now, _desk.NextId(RequestForm.Time));
        Assert.Equal(now + 1, _desk.NextId(RequestForm.Time));
    }

    [Fact]
    public void Replies_of_the_shadow_belong_to_requests_in_the_order_of_both_and_its_wishes_to_none()
    {
        var first = Expect("shadow.get", "/shadow/get/p/d");
        var second = Expect("shadow.get", "/shadow/get/p/d");
        Assert.False(Offer("/shadow/get/p/d", "{\"method\":\"control\",\"payload\":{}}"));
        Assert.True(Offer("/shadow/get/p/d", "{\"method\":\"reply\",\"payload\":{}}"));
        Assert.True(first.IsDone);
        Assert.False(second.IsDone);
        Assert.True(Offer("/shadow/get/p/d", "{\"payload\":{},\"method\":\"reply\"}"));
        Assert.True(second.IsDone);
    }

    [Fact]
    public void A_request_without_a_reply_is_done_when_the_broker_has_it()
    {
        var request = Expect("ota.inform", null);
        Assert.False(request.IsDone);
        _desk.Delivered(request);
        Assert.True(request.IsDone);
    }

    [Fact]
    public void One_that_was_given_up_takes_no_reply_and_a_failure_comes_too_late_for_one_that_is_done()
    {
        var request = Expect("shadow.get", "/shadow/get/p/d");
        _desk.Fail(request, new IotException(IotErrorId.RequestTimeout, "late", "wait"));
        Assert.NotNull(request.Failure);
        Assert.False(Offer("/shadow/get/p/d", "{\"method\":\"reply\"}"));
        var other = Expect("thing.event.property.post", "a_reply");
        Offer("a_reply", Reply(other.Id));
        _desk.Fail(other, new IotException(IotErrorId.RequestTimeout, "late", "wait"));
        Assert.Null(other.Failure);
    }

    [Theory]
    [InlineData("shadow.get", "/shadow/get/p/d", "{\"method\":\"reply\"}")]
    [InlineData("thing.model.up_raw", "/sys/p/d/thing/model/up_raw_reply", "bytes")]
    public void A_late_reply_without_an_id_is_not_for_the_next(string method, string topic, string reply)
    {
        GiveUp(Expect(method, topic));
        var next = Expect(method, topic);
        Assert.False(Offer(topic, reply));
        Assert.False(next.IsDone);
        Assert.True(Offer(topic, reply));
        Assert.True(next.IsDone);

        // Also where nobody waits while it comes.
        GiveUp(Expect(method, topic));
        Assert.False(Offer(topic, reply));
        Expect(method, topic);
        Assert.True(Offer(topic, reply));
    }

    [Fact]
    public void A_reply_that_never_comes_costs_the_next_request_at_the_most()
    {
        const string Topic = "/shadow/get/p/d";
        GiveUp(Expect("shadow.get", Topic));
        var next = Expect("shadow.get", Topic);
        Assert.False(Offer(Topic, "{\"method\":\"reply\"}"));
        GiveUp(next);
        Expect("shadow.get", Topic);
        Assert.True(Offer(Topic, "{\"method\":\"reply\"}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_late_reply_is_waited_for_after_a_minute_or_on_a_new_link(bool onNewLink)
    {
        const string Topic = "/shadow/get/p/d";
        GiveUp(Expect("shadow.get", Topic));
        if (onNewLink)
            _desk.ForgetLate();
        else
            _time.Advance(TimeSpan.FromSeconds(61));
        Expect("shadow.get", Topic);
        Assert.True(Offer(Topic, "{\"method\":\"reply\"}"));
    }

    [Fact]
    public void Who_waits_is_woken_and_who_does_not_is_not()
    {
        var first = Expect("thing.event.property.post", "a_reply");
        var second = Expect("thing.event.property.post", "a_reply");
        long seen = _desk.Progress.Changes;
        Assert.False(_desk.Await(second));
        Offer("a_reply", Reply(first.Id));
        Assert.Equal(seen, _desk.Progress.Changes);
        Offer("a_reply", Reply(second.Id));
        Assert.NotEqual(seen, _desk.Progress.Changes);
        Assert.True(_desk.Await(second));
    }

    private void GiveUp(PendingRequest request) =>
        _desk.Fail(request, new IotException(IotErrorId.RequestTimeout, "late", "wait"));

    private static string Reply(object id) => $"{{\"code\":200,\"data\":{{\"id\":\"x\"}},\"id\":\"{id}\"}}";

    private PendingRequest Expect(string method, string? replyTopic)
    {
        var found = RequestMethods.Find(method);
        var request = new PendingRequest(found, _desk.NextId(found.Form), replyTopic, null);
        _desk.Expect(request);
        return request;
    }

    private bool Offer(string topic, string payload) =>
        _desk.Offer(new InboundPublish(topic, Encoding.UTF8.GetBytes(payload), 0, false, 0));
}
