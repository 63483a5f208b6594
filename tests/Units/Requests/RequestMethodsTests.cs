using AliyunIotWs.Requests;

namespace AliyunIotWs.Units.Requests;

public sealed class RequestMethodsTests
{
    [Fact]
    public void Names_are_unique_and_found_again() =>
        Assert.All(RequestMethods.All, method => Assert.Same(method, RequestMethods.Find(method.Name)));

    [Fact]
    public void Some_take_a_list() => Assert.Equal(
        [
            "combine.batch_logout", "thing.deviceinfo.delete", "thing.deviceinfo.update", "thing.event.property.history.post",
            "thing.list.found", "thing.log.post", "thing.property.desired.get", "thing.sub.register", "thing.sub.unregister",
            "thing.topo.add", "thing.topo.delete",
        ],
        Names(method => method.TakesList));

    [Fact]
    public void Some_name_sub_devices_and_some_of_these_sign_for_them()
    {
        Assert.Equal(
            [
                "combine.batch_login", "combine.batch_logout", "combine.login", "combine.logout", "thing.list.found",
                "thing.sub.register", "thing.sub.unregister", "thing.topo.add", "thing.topo.delete",
            ],
            Names(method => method.OfSubDevices));
        Assert.Equal(["thing.topo.add"], Names(method => method.Signature == "signmethod"));
        Assert.Equal(["combine.batch_login", "combine.login"], Names(method => method.Signature == "signMethod"));
    }

    [Fact]
    public void Some_go_with_a_quality_of_service_of_their_own() => Assert.Equal(
        ["combine.batch_login", "combine.batch_logout", "combine.login", "combine.logout", "ntp.request"],
        Names(method => method.Qos == 0));

    [Fact]
    public void Two_have_no_reply() => Assert.Equal(["ota.inform", "ota.progress"], Names(method => method.ReplyTopic is null));

    [Theory]
    [InlineData("ota.request", "/ota/device/request/{ProductKey}/{DeviceName}", "/ota/device/request/{ProductKey}/{DeviceName}")]
    [InlineData("shadow.get", "/shadow/update/{ProductKey}/{DeviceName}", "/shadow/get/{ProductKey}/{DeviceName}")]
    [InlineData("ntp.request", "/ext/ntp/{ProductKey}/{DeviceName}/request", "/ext/ntp/{ProductKey}/{DeviceName}/response")]
    public void Not_every_reply_comes_on_the_topic_with_reply(string name, string topic, string replyTopic)
    {
        var method = RequestMethods.Find(name);
        Assert.Equal((topic, replyTopic), (method.Topic, method.ReplyTopic));
    }

    private static IEnumerable<string> Names(Func<RequestMethod, bool> which) =>
        RequestMethods.All.Where(which).Select(method => method.Name).Order(StringComparer.Ordinal);
}
