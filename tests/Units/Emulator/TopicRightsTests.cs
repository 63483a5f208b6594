using AliyunIotWs.Emulator.Authorization;
using AliyunIotWs.Emulator.Devices;


namespace AliyunIotWs.Units.Emulator;

public sealed class TopicRightsTests
{
    private static readonly EmulatorDevice s_device = new("pk", "dn", "secret");

    [Theory]
    [InlineData("/pk/dn/user/update")]
    [InlineData("/pk/dn/update/error")]
    [InlineData("/sys/pk/dn/thing/event/property/post")]
    [InlineData("/sys/pk/dn/thing/event/property/batch/post")]
    [InlineData("/sys/pk/dn/rrpc/response/123")]
    [InlineData("/ext/ntp/pk/dn/request")]
    [InlineData("/ext/session/pk/dn/combine/login")]
    [InlineData("/ext/rrpc/123//pk/dn/user/get")]
    [InlineData("/ext/rrpc/123/sys/pk/dn/thing/x")]
    [InlineData("/ota/device/inform/pk/dn")]
    [InlineData("/ota/device/progress/pk/dn")]
    [InlineData("/shadow/update/pk/dn")]
    public void A_device_may_publish_on(string topic) => Assert.Null(TopicRights.FaultOfPublish(s_device, topic));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData("/pk/dn")]
    [InlineData("pk/dn/user/update")]
    [InlineData("/pk/dn2/user/update")]
    [InlineData("/pk2/dn/user/update")]
    [InlineData("/pk/dn/user/+")]
    [InlineData("/pk/dn/#")]
    [InlineData("/sys/pk/other/thing/event/property/post")]
    [InlineData("/ext/ntp/pk/other/request")]
    [InlineData("/ext/rrpc/123//pk/other/user/get")]
    [InlineData("/ext/rrpc/123")]
    [InlineData("/ext")]
    [InlineData("/ota/device/inform/pk/other")]
    [InlineData("/ota/device/upgrade/pk/dn")]
    [InlineData("/ota/device/inform/pk/dn/more")]
    [InlineData("/shadow/get/pk/dn")]
    [InlineData("/broadcast/pk/news")]
    [InlineData("/pk/dn/1/2/3/4/5/6")]
    public void A_device_may_not_publish_on(string topic) =>
        Assert.NotNull(TopicRights.FaultOfPublish(s_device, topic));

    [Theory]
    [InlineData("/pk/dn/user/get")]
    [InlineData("/pk/dn/#")]
    [InlineData("/pk/dn/+/get")]
    [InlineData("/sys/pk/dn/thing/event/+/post_reply")]
    [InlineData("/sys/pk/dn/rrpc/request/+")]
    [InlineData("/ext/ntp/pk/dn/response")]
    [InlineData("/ext/rrpc/+//pk/dn/user/get")]
    [InlineData("/ota/device/upgrade/pk/dn")]
    [InlineData("/shadow/get/pk/dn")]
    [InlineData("/broadcast/pk/#")]
    public void A_device_may_subscribe_to(string filter) => Assert.Null(TopicRights.FaultOfSubscribe(s_device, filter));

    [Theory]
    [InlineData("#")]
    [InlineData("/#")]
    [InlineData("/pk/#")]
    [InlineData("/pk/+/user/get")]
    [InlineData("/+/dn/user/get")]
    [InlineData("/sys/+/+/thing/#")]
    [InlineData("/pk/dn/#/get")]
    [InlineData("/pk/dn/us+er")]
    [InlineData("/pk/dn/user#")]
    [InlineData("/broadcast/other/#")]
    [InlineData("/broadcast/pk")]
    [InlineData("$share/group/pk/dn/#")]
    public void A_device_may_not_subscribe_to(string filter) =>
        Assert.NotNull(TopicRights.FaultOfSubscribe(s_device, filter));

    [Fact]
    public void A_topic_has_128_bytes_of_UTF8()
    {
        Assert.Null(TopicRights.FaultOfPublish(s_device, "/pk/dn/" + new string('a', 121)));
        Assert.Contains("129 bytes", TopicRights.FaultOfPublish(s_device, "/pk/dn/" + new string('a', 122)));
        Assert.Contains("130 bytes", TopicRights.FaultOfPublish(s_device, "/pk/dn/" + new string('温', 41)));
    }
}
