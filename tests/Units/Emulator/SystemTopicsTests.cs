using AliyunIotWs.Emulator.Authorization;
using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Units.Emulator;

/// <summary>
/// A row for each topic that the platform's pages name: what a device may do, and whether it is sent the topic without
/// SUBSCRIBE. Where only an SDK or a log shows it, the fact says so.
/// </summary>
public sealed class SystemTopicsTests
{
    private static readonly EmulatorDevice s_device = new("pk", "dn", "secret");

    [Theory]
    [InlineData("property post: published", "/sys/pk/dn/thing/event/property/post")]
    [InlineData("event post: published", "/sys/pk/dn/thing/event/alarm/post")]
    [InlineData("batch post: published", "/sys/pk/dn/thing/event/property/batch/post")]
    [InlineData("history post: published", "/sys/pk/dn/thing/event/property/history/post")]
    [InlineData("gateway's pack post: published", "/sys/pk/dn/thing/event/property/pack/post")]
    [InlineData("property set's answer: published", "/sys/pk/dn/thing/service/property/set_reply")]
    [InlineData("service's answer: published", "/sys/pk/dn/thing/service/dim_reply")]
    [InlineData("system RRPC's answer: published", "/sys/pk/dn/rrpc/response/889455942124347392")]
    [InlineData("raw data up: published", "/sys/pk/dn/thing/model/up_raw")]
    [InlineData("raw data down's answer: published", "/sys/pk/dn/thing/model/down_raw_reply")]
    [InlineData("desired get: published", "/sys/pk/dn/thing/property/desired/get")]
    [InlineData("desired delete: published", "/sys/pk/dn/thing/property/desired/delete")]
    [InlineData("tags update: published", "/sys/pk/dn/thing/deviceinfo/update")]
    [InlineData("tags delete: published", "/sys/pk/dn/thing/deviceinfo/delete")]
    [InlineData("configuration get: published", "/sys/pk/dn/thing/config/get")]
    [InlineData("configuration push's answer: published", "/sys/pk/dn/thing/config/push_reply")]
    [InlineData("log configuration get: published", "/sys/pk/dn/thing/config/log/get")]
    [InlineData("device log: published", "/sys/pk/dn/thing/log/post")]
    [InlineData("TSL template: published", "/sys/pk/dn/thing/dsltemplate/get")]
    [InlineData("dynamic TSL: published", "/sys/pk/dn/thing/dynamicTsl/get")]
    [InlineData("OTA version: published", "/ota/device/inform/pk/dn")]
    [InlineData("OTA progress: published", "/ota/device/progress/pk/dn")]
    [InlineData("OTA legacy request: the same topic both ways", "/ota/device/request/pk/dn")]
    [InlineData("OTA firmware get: published", "/sys/pk/dn/thing/ota/firmware/get")]
    [InlineData("NTP request: published", "/ext/ntp/pk/dn/request")]
    [InlineData("shadow update: published", "/shadow/update/pk/dn")]
    [InlineData("topology add: published", "/sys/pk/dn/thing/topo/add")]
    [InlineData("topology change's answer: published", "/sys/pk/dn/thing/topo/change_reply")]
    [InlineData("sub-devices found: published", "/sys/pk/dn/thing/list/found")]
    [InlineData("sub-device registration: published", "/sys/pk/dn/thing/sub/register")]
    [InlineData("sub-device login: published", "/ext/session/pk/dn/combine/login")]
    [InlineData("sub-device batch logout: published", "/ext/session/pk/dn/combine/batch_logout")]
    [InlineData("custom RRPC on a user topic: answered where it came", "/ext/rrpc/123//pk/dn/user/get")]
    [InlineData("custom RRPC without the topic's own slash (the page's example)", "/ext/rrpc/123/pk/dn/user/get")]
    [InlineData("custom RRPC of a service: answered where it came", "/ext/rrpc/123/sys/pk/dn/thing/service/dim")]
    [InlineData("job get: published", "/sys/pk/dn/thing/job/get")]
    [InlineData("network state: published", "/sys/pk/dn/_thing/diag/post")]
    [InlineData("Living platform's prefix: published (a log)", "/sys/pk/dn/thing/lan/prefix/get")]
    public void A_device_publishes(string fact, string topic) => Assert.True(
        TopicRights.Default.FaultOfPublish(s_device, topic) is null, fact);

    [Theory]
    [InlineData("property post's reply: the cloud's", "/sys/pk/dn/thing/event/property/post_reply")]
    [InlineData("property set: the cloud's", "/sys/pk/dn/thing/service/property/set")]
    [InlineData("service: the cloud's", "/sys/pk/dn/thing/service/dim")]
    [InlineData("system RRPC: the cloud's", "/sys/pk/dn/rrpc/request/1")]
    [InlineData("broadcast: the cloud's", "/sys/pk/dn/broadcast/request/1")]
    [InlineData("configuration push: the cloud's", "/sys/pk/dn/thing/config/push")]
    [InlineData("NTP response: the cloud's", "/ext/ntp/pk/dn/response")]
    [InlineData("shadow get: the cloud's", "/shadow/get/pk/dn")]
    [InlineData("OTA upgrade: the cloud's", "/ota/device/upgrade/pk/dn")]
    [InlineData("no such topic", "/sys/pk/dn/thing/event/property/psot")]
    [InlineData("no such topic", "/sys/pk/dn/thing/event/property")]
    public void A_device_does_not_publish(string fact, string topic) => Assert.True(
        TopicRights.Default.FaultOfPublish(s_device, topic) is not null, fact);

    [Theory]
    [InlineData("replies by wildcard", "/sys/pk/dn/thing/event/+/post_reply")]
    [InlineData("property post's reply", "/sys/pk/dn/thing/event/property/post_reply")]
    [InlineData("all of /thing (page MQTT protocol)", "/sys/pk/dn/thing/#")]
    [InlineData("all of /rrpc (page MQTT protocol)", "/sys/pk/dn/rrpc/#")]
    [InlineData("system RRPC", "/sys/pk/dn/rrpc/request/+")]
    [InlineData("services by wildcard", "/sys/pk/dn/thing/service/+")]
    [InlineData("property set", "/sys/pk/dn/thing/service/property/set")]
    [InlineData("configuration push's reply, which the Node SDK asks for", "/sys/pk/dn/thing/config/push_reply")]
    [InlineData("broadcast", "/sys/pk/dn/broadcast/request/+")]
    [InlineData("custom broadcast", "/broadcast/pk/#")]
    [InlineData("custom broadcast", "/broadcast/pk/news")]
    [InlineData("NTP response", "/ext/ntp/pk/dn/response")]
    [InlineData("custom RRPC on a user topic", "/ext/rrpc/+//pk/dn/user/get")]
    [InlineData("custom RRPC without the topic's own slash, as the Python SDK asks", "/ext/rrpc/+/pk/dn/user/get")]
    [InlineData("custom RRPC of services", "/ext/rrpc/+/sys/pk/dn/thing/service/+")]
    [InlineData("all custom RRPC, which a Go SDK asks for", "/ext/rrpc/#")]
    [InlineData("network probe, which a Go SDK asks for", "/ext/network/probe/+")]
    [InlineData("gateway errors, which the C SDK 3.x asks for", "/ext/error/pk/dn")]
    [InlineData("OTA upgrade", "/ota/device/upgrade/pk/dn")]
    [InlineData("OTA upgrade by wildcard", "/ota/device/+/pk/dn")]
    [InlineData("OTA legacy request: the same topic both ways", "/ota/device/request/pk/dn")]
    [InlineData("shadow", "/shadow/get/pk/dn")]
    [InlineData("network state's reply, which a Go SDK asks for", "/sys/pk/dn/_thing/diag/post_reply")]
    [InlineData("sub-device login's reply", "/ext/session/pk/dn/combine/login_reply")]
    [InlineData("topology change", "/sys/pk/dn/thing/topo/change")]
    [InlineData("join window of a gateway", "/sys/pk/dn/thing/gateway/permit")]
    public void A_device_subscribes(string fact, string filter) => Assert.True(
        TopicRights.Default.FaultOfSubscribe(s_device, filter) is null, fact);

    [Theory]
    [InlineData("property post: published only", "/sys/pk/dn/thing/event/property/post")]
    [InlineData("NTP request: published only", "/ext/ntp/pk/dn/request")]
    [InlineData("shadow update: published only", "/shadow/update/pk/dn")]
    [InlineData("OTA version: published only", "/ota/device/inform/pk/dn")]
    [InlineData("system RRPC's answer: published only", "/sys/pk/dn/rrpc/response/+")]
    [InlineData("another device's", "/sys/pk/other/thing/service/property/set")]
    [InlineData("another device's", "/ext/error/pk/other")]
    [InlineData("no such topic", "/sys/pk/dn/thing/sevice/property/set")]
    public void A_device_does_not_subscribe(string fact, string filter) => Assert.True(
        TopicRights.Default.FaultOfSubscribe(s_device, filter) is not null, fact);

    [Theory]
    [InlineData("/sys/pk/dn/thing/model/down_raw")]
    [InlineData("/sys/pk/dn/thing/model/up_raw_reply")]
    [InlineData("/sys/pk/dn/thing/event/property/post_reply")]
    [InlineData("/sys/pk/dn/thing/event/property/history/post_reply")]
    [InlineData("/sys/pk/dn/thing/deviceinfo/update_reply")]
    [InlineData("/sys/pk/dn/thing/deviceinfo/delete_reply")]
    [InlineData("/sys/pk/dn/thing/dynamicTsl/get_reply")]
    [InlineData("/sys/pk/dn/thing/dsltemplate/get_reply")]
    [InlineData("/sys/pk/dn/rrpc/request/1")]
    [InlineData("/sys/pk/dn/thing/service/property/set")]
    [InlineData("/sys/pk/dn/thing/service/property/get")]
    [InlineData("/sys/pk/dn/thing/service/dim")]
    [InlineData("/sys/pk/dn/thing/gateway/permit")]
    [InlineData("/sys/pk/dn/thing/topo/change")]
    [InlineData("/sys/pk/dn/thing/sub/register_reply")]
    [InlineData("/sys/pk/dn/thing/sub/unregister_reply")]
    [InlineData("/sys/pk/dn/thing/topo/add_reply")]
    [InlineData("/sys/pk/dn/thing/topo/delete_reply")]
    [InlineData("/sys/pk/dn/thing/topo/get_reply")]
    [InlineData("/sys/pk/dn/thing/disable_reply")]
    [InlineData("/sys/pk/dn/thing/config/push")]
    [InlineData("/sys/pk/dn/thing/config/get_reply")]
    [InlineData("/sys/pk/dn/thing/config/log/push")]
    [InlineData("/sys/pk/dn/thing/config/log/get_reply")]
    [InlineData("/sys/pk/dn/thing/lan/prefix/get_reply")]
    [InlineData("/sys/pk/dn/thing/lan/prefix/update")]
    [InlineData("/sys/pk/dn/thing/lan/blacklist/update_reply")]
    [InlineData("/sys/pk/dn/thing/property/desired/get_reply")]
    [InlineData("/sys/pk/dn/thing/property/desired/delete_reply")]
    [InlineData("/sys/pk/dn/thing/reset_reply")]
    [InlineData("/sys/pk/dn/thing/awss/enrollee/match_reply")]
    [InlineData("/sys/pk/dn/thing/awss/enrollee/checkin")]
    [InlineData("/sys/pk/dn/thing/awss/enrollee/found_reply")]
    [InlineData("/sys/pk/dn/thing/cipher/get_reply")]
    [InlineData("/sys/pk/dn/thing/awss/device/switchap")]
    [InlineData("/sys/pk/dn/thing/proxy/provisioning/product_register_reply")]
    [InlineData("/sys/pk/dn/thing/bootstrap/config/push")]
    [InlineData("/sys/pk/dn/_thing/event/notify")]
    [InlineData("/sys/pk/dn/_thing/service/post_reply")]
    [InlineData("/sys/pk/dn/thing/job/notify")]
    [InlineData("/sys/pk/dn/thing/job/get_reply")]
    [InlineData("/sys/pk/dn/thing/job/update_reply")]
    [InlineData("/sys/pk/dn/thing/ota/firmware/get_reply")]
    [InlineData("/ota/device/upgrade/pk/dn")]
    [InlineData("/ota/device/request/pk/dn")]
    [InlineData("/shadow/get/pk/dn")]
    [InlineData("/ext/ntp/pk/dn/response")]
    [InlineData("/ext/session/pk/dn/combine/batch_login_reply")]
    [InlineData("/ext/rrpc/1/sys/pk/dn/thing/service/dim")]
    public void The_list_of_automatic_subscriptions_and_what_Link_SDK_C_counts_on(string topic)
    {
        Assert.Equal(TopicDelivery.Automatic, SystemTopics.DeliveryOf(s_device, topic.Split('/')));
        Assert.Null(TopicRights.Default.FaultOfSubscribe(s_device, topic));
    }

    [Theory]
    [InlineData("/sys/pk/dn/broadcast/request/1", TopicDelivery.Always)]
    [InlineData("/ext/register", TopicDelivery.Always)]
    [InlineData("/ext/regnwl", TopicDelivery.Always)]
    [InlineData("/ext/auth/identity/response", TopicDelivery.Always)]
    [InlineData("/broadcast/pk/news", TopicDelivery.Subscribed)]
    [InlineData("/pk/dn/user/get", TopicDelivery.Subscribed)]
    [InlineData("/ext/error/pk/dn", TopicDelivery.Subscribed)]
    [InlineData("/sys/pk/other/thing/service/dim", TopicDelivery.Subscribed)]
    internal void Others_go_to_all_or_to_subscribers(string topic, TopicDelivery delivery) =>
        Assert.Equal(delivery, SystemTopics.DeliveryOf(s_device, topic.Split('/')));

    [Fact]
    public void No_row_stands_twice() =>
        Assert.Equal(
            SystemTopics.All.Count, SystemTopics.All.DistinctBy(row => (row.Template, row.Access)).Count());
}
