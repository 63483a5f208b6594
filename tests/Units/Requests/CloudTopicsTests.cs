using AliyunIotWs.Requests;

namespace AliyunIotWs.Units.Requests;

public sealed class CloudTopicsTests
{
    private const string Own = "/sys/{ProductKey}/{DeviceName}";
    private const string Calls = Own + "/rrpc/request/+";

    [Fact]
    public void Without_a_wish_all_topics_are_meant_and_each_is_one_that_the_cloud_asks_on()
    {
        var filters = CloudTopics.Filters(null, announcesRrpc: false);
        Assert.Equal(filters.Count, filters.Distinct().Count());
        var kinds = filters.Select(f => CloudTopic.Parse(f.Replace("+", "1", StringComparison.Ordinal))?.Kind).ToHashSet();
        Assert.Equal([.. Enum.GetValues<IotRequestKind>().Cast<IotRequestKind?>().Order()], kinds.Order());
    }

    [Theory]
    [InlineData(IotRequestKind.PropertySet, Own + "/thing/service/property/set")]
    [InlineData(IotRequestKind.Service, Own + "/thing/service/+")]
    public void What_may_come_as_a_call_is_looked_for_there_too(IotRequestKind kind, string filter)
    {
        Assert.Equal([filter, Calls], CloudTopics.Filters([kind], announcesRrpc: false));
        Assert.Equal([filter, Calls, "/ext/rrpc/#"], CloudTopics.Filters([kind], announcesRrpc: true));
    }

    [Fact]
    public void Calls_alone_are_looked_for_where_they_come()
    {
        Assert.Equal([Calls], CloudTopics.Filters([IotRequestKind.Rrpc], announcesRrpc: false));
        Assert.Equal([Calls, "/ext/rrpc/#"], CloudTopics.Filters([IotRequestKind.Rrpc], announcesRrpc: true));
    }

    [Fact]
    public void What_never_comes_as_a_call_is_looked_for_on_its_topics_alone() => Assert.Equal(
        ["/ota/device/upgrade/{ProductKey}/{DeviceName}", Own + "/thing/job/notify"],
        CloudTopics.Filters([IotRequestKind.Job, IotRequestKind.Upgrade], announcesRrpc: true));
}
