using AliyunIotWs.Emulator.Authorization;
using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Units.Emulator;

public sealed class TopicRightsTests
{
    private static readonly EmulatorDevice s_device = new("pk", "dn", "secret");

    private static readonly TopicRights s_lenient = new(TopicClass.Defaults, lenient: true);

    private static readonly TopicRights s_defined = new(
        [
            TopicClass.Define("/user/state", TopicAccess.Publish),
            TopicClass.Define("user/both", TopicAccess.PublishSubscribe),
            TopicClass.Define("/user/tree/#", TopicAccess.Subscribe),
            TopicClass.Define("/user/+/one", TopicAccess.Subscribe),
            TopicClass.Define("/update", TopicAccess.Publish),
        ],
        lenient: false);

    [Theory]
    [InlineData("/pk/dn/user/update")]
    [InlineData("/pk/dn/user/update/error")]
    public void A_new_product_has_classes_to_publish_on(string topic) =>
        Assert.Null(TopicRights.Default.FaultOfPublish(s_device, topic));

    [Theory]
    [InlineData("/pk/dn/update", "/user/ in it: /pk/dn/user/update")]
    [InlineData("/pk/dn/user/state", "'/user/state' = 'Publish'")]
    [InlineData("/pk/dn/user/get", "subscribe to and do not publish on")]
    [InlineData("/pk/dn/user/update/more", "no such topic class")]
    public void An_undefined_class_takes_no_message_and_the_log_says_what_to_do(string topic, string words) =>
        Assert.Contains(words, TopicRights.Default.FaultOfPublish(s_device, topic));

    [Theory]
    [InlineData("/pk/dn/user/update", "publish on and do not subscribe to")]
    [InlineData("/pk/dn/user/cmd", "no such topic class")]
    [InlineData("/pk/dn/get", "/user/ in it: /pk/dn/user/get")]
    [InlineData("/pk/dn/user/+", "no such topic class")]
    [InlineData("/pk/dn/#", "no such topic class")]
    public void An_undefined_class_is_not_granted(string filter, string words) =>
        Assert.Contains(words, TopicRights.Default.FaultOfSubscribe(s_device, filter));

    [Fact]
    public void A_new_product_has_a_class_to_subscribe_to() =>
        Assert.Null(TopicRights.Default.FaultOfSubscribe(s_device, "/pk/dn/user/get"));

    [Theory]
    [InlineData("/pk/dn/user/state", true, false)]
    [InlineData("/pk/dn/user/both", true, true)]
    [InlineData("/pk/dn/user/tree/a", false, true)]
    [InlineData("/pk/dn/user/tree/#", false, true)]
    [InlineData("/pk/dn/user/tree/+/b", false, true)]
    [InlineData("/pk/dn/user/+/one", false, true)]
    [InlineData("/pk/dn/user/two/one", false, true)]
    [InlineData("/pk/dn/user/#", false, false)]
    [InlineData("/pk/dn/user/+", false, false)]
    [InlineData("/pk/dn/update", true, false)]
    [InlineData("/pk/dn/user/update", false, false)]
    [InlineData("/pk/other/user/both", false, false)]
    public void Defined_classes_take_the_place_of_the_first_ones(string topic, bool publish, bool subscribe)
    {
        Assert.Equal(publish, s_defined.FaultOfPublish(s_device, topic) is null);
        Assert.Equal(subscribe, s_defined.FaultOfSubscribe(s_device, topic) is null);
    }

    [Theory]
    [InlineData("/user/a b", "letters, digits and _")]
    [InlineData("/user//a", "letters, digits and _")]
    [InlineData("", "letters, digits and _")]
    [InlineData("/user/#/a", "last level")]
    [InlineData("/1/2/3/4/5/6", "8 slashes")]
    public void A_class_is_one_that_the_console_takes(string path, string words)
    {
        var fault = Assert.Throws<ArgumentException>(() => TopicClass.Define(path, TopicAccess.Subscribe));
        Assert.Contains(words, fault.Message);
    }

    [Fact]
    public void A_class_with_a_wildcard_is_to_subscribe_only() =>
        Assert.Throws<ArgumentException>(() => TopicClass.Define("/user/#", TopicAccess.PublishSubscribe));

    [Theory]
    [InlineData("/pk/dn/anything")]
    [InlineData("/sys/pk/dn/thing/service/property/set")]
    [InlineData("/ext/ntp/pk/dn/response")]
    [InlineData("/ext/rrpc/1//pk/dn/user/get")]
    [InlineData("/ota/device/inform/pk/dn")]
    public void Leniently_a_device_may_publish_below_its_own_prefixes(string topic) =>
        Assert.Null(s_lenient.FaultOfPublish(s_device, topic));

    [Theory]
    [InlineData("/pk/dn/#")]
    [InlineData("/pk/dn/+/get")]
    [InlineData("/sys/pk/dn/#")]
    [InlineData("/ext/error/pk/dn")]
    public void Leniently_a_device_may_subscribe_below_its_own_prefixes(string filter) =>
        Assert.Null(s_lenient.FaultOfSubscribe(s_device, filter));

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
    [InlineData("/ext/rrpc/123/pk/other/user/get")]
    [InlineData("/ext/rrpc/123")]
    [InlineData("/ext")]
    [InlineData("/ota/device/inform/pk/other")]
    [InlineData("/ota/device/upgrade/pk/dn")]
    [InlineData("/ota/device/inform/pk/dn/more")]
    [InlineData("/shadow/get/pk/dn")]
    [InlineData("/broadcast/pk/news")]
    [InlineData("/pk/dn/1/2/3/4/5/6")]
    public void Even_leniently_a_device_may_not_publish_on(string topic) =>
        Assert.NotNull(s_lenient.FaultOfPublish(s_device, topic));

    [Theory]
    [InlineData("#")]
    [InlineData("/#")]
    [InlineData("/+/+/+/#")]
    [InlineData("/pk/#")]
    [InlineData("/pk/+/user/get")]
    [InlineData("/+/dn/user/get")]
    [InlineData("/sys/#")]
    [InlineData("/sys/pk/#")]
    [InlineData("/sys/+/+/thing/#")]
    [InlineData("/ext/#")]
    [InlineData("/ext/+/#")]
    [InlineData("/ext/rrpc/+/#")]
    [InlineData("/ext/rrpc/+/sys/#")]
    [InlineData("/ext/rrpc/+//pk/other/user/get")]
    [InlineData("/ext/rrpc/+/pk/other/user/get")]
    [InlineData("/ext/error/pk/+")]
    [InlineData("/ota/device/upgrade/+/+")]
    [InlineData("/ota/#")]
    [InlineData("/shadow/get/#")]
    [InlineData("/pk/dn/#/get")]
    [InlineData("/pk/dn/us+er")]
    [InlineData("/pk/dn/user#")]
    [InlineData("/broadcast/other/#")]
    [InlineData("/broadcast/+/#")]
    [InlineData("/broadcast/pk")]
    [InlineData("$share/group/pk/dn/#")]
    public void Even_leniently_a_device_may_not_subscribe_to(string filter) =>
        Assert.NotNull(s_lenient.FaultOfSubscribe(s_device, filter));

    [Fact]
    public void A_topic_has_128_bytes_of_UTF8()
    {
        Assert.Null(s_lenient.FaultOfPublish(s_device, "/pk/dn/" + new string('a', 121)));
        Assert.Contains("129 bytes", s_lenient.FaultOfPublish(s_device, "/pk/dn/" + new string('a', 122)));
        Assert.Contains("130 bytes", s_lenient.FaultOfPublish(s_device, "/pk/dn/" + new string('温', 41)));
    }
}
