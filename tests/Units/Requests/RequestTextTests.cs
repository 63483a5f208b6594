using System.Text;
using System.Text.Json;
using AliyunIotWs.Errors;
using AliyunIotWs.Requests;

namespace AliyunIotWs.Units.Requests;

public sealed class RequestTextTests
{
    [Theory]
    [InlineData("thing.event.property.post", "{\"A\":1}", "{\"id\":\"7\",\"version\":\"1.0\",\"params\":{\"A\":1},\"method\":\"thing.event.property.post\"}")]
    [InlineData("thing.dsltemplate.get", "", "{\"id\":\"7\",\"version\":\"1.0\",\"params\":{},\"method\":\"thing.dsltemplate.get\"}")]
    [InlineData("thing.property.desired.get", "\"A\"", "{\"id\":\"7\",\"version\":\"1.0\",\"params\":[\"A\"],\"method\":\"thing.property.desired.get\"}")]
    [InlineData("thing.property.desired.get", " [\"A\"]", "{\"id\":\"7\",\"version\":\"1.0\",\"params\": [\"A\"],\"method\":\"thing.property.desired.get\"}")]
    [InlineData("thing.property.desired.get", "", "{\"id\":\"7\",\"version\":\"1.0\",\"params\":[],\"method\":\"thing.property.desired.get\"}")]
    [InlineData("ota.inform", "{\"version\":\"1\"}", "{\"id\":\"7\",\"params\":{\"version\":\"1\"}}")]
    [InlineData("shadow.get", "", "{\"method\":\"get\"}")]
    [InlineData("shadow.update", "{\"state\":{},\"version\":2}", "{\"method\":\"update\",\"state\":{},\"version\":2}")]
    [InlineData("ntp.request", "", "{\"deviceSendTime\":\"7\"}")]
    [InlineData("thing.model.up_raw", "bytes", "bytes")]
    public void A_request_has_the_form_of_its_method(string method, string data, string expected)
    {
        var written = RequestText.Write(RequestMethods.Find(method), 7, Encoding.UTF8.GetBytes(data));
        Assert.Equal(expected, Encoding.UTF8.GetString(written.Span));
    }

    [Theory]
    [InlineData("thing.event.Alarm.post", "/sys/{ProductKey}/{DeviceName}/thing/event/Alarm/post", "_reply")]
    [InlineData("THING.EVENT.PROPERTY.POST", "/sys/{ProductKey}/{DeviceName}/thing/event/property/post", "_reply")]
    [InlineData("combine.login", "/ext/session/{ProductKey}/{DeviceName}/combine/login", "_reply")]
    public void The_topic_follows_from_the_name(string name, string topic, string suffix)
    {
        var method = RequestMethods.Find(name);
        Assert.Equal(topic, method.Topic);
        Assert.Equal(topic + suffix, method.ReplyTopic);
    }

    [Theory]
    [InlineData("")]
    [InlineData("thing")]
    [InlineData("thing..post")]
    [InlineData("thing.a/b")]
    [InlineData("thing.{ProductKey}")]
    [InlineData("thing.service.Reboot")]
    public void What_is_no_method_is_refused(string name) =>
        Assert.Equal(IotErrorId.InvalidMethod, Assert.Throws<IotException>(() => RequestMethods.Find(name)).Id);

    [Theory]
    [InlineData("{\"code\":200,\"data\":{},\"message\":\"success\"}", RequestForm.Alink, 200, "success")]
    [InlineData("{\"code\":\"200\",\"id\":\"1\"}", RequestForm.Bare, 200, null)]
    [InlineData("{\"id\":\"1\"}", RequestForm.Alink, null, null)]
    [InlineData("{\"method\":\"reply\",\"payload\":{\"status\":\"success\",\"version\":3}}", RequestForm.Shadow, 200, "success")]
    [InlineData("{\"method\":\"reply\",\"payload\":{\"status\":\"error\",\"content\":{\"errorcode\":\"409\",\"errormessage\":\"conflict\"}}}", RequestForm.Shadow, 409, "conflict")]
    [InlineData("{\"deviceSendTime\":\"1\",\"serverRecvTime\":\"2\",\"serverSendTime\":\"3\"}", RequestForm.Time, 200, null)]
    public void A_reply_says_code_and_message_whatever_its_form(string payload, object form, int? code, string? message)
    {
        var reply = PlatformReply.Read((RequestForm)form, Encoding.UTF8.GetBytes(payload));
        Assert.Equal(code, reply.Code);
        Assert.Equal(message, reply.Message);
    }

    [Theory]
    [InlineData("[]", RequestForm.Alink)]
    [InlineData("{", RequestForm.Alink)]
    [InlineData("{\"payload\":1}", RequestForm.Shadow)]
    public void What_can_not_be_read_is_said(string payload, object form) => Assert.ThrowsAny<JsonException>(
        () => PlatformReply.Read((RequestForm)form, Encoding.UTF8.GetBytes(payload)));

    [Theory]
    [InlineData("/sys/p/d/thing/service/property/set", "PropertySet", "/sys/p/d/thing/service/property/set_reply")]
    [InlineData("/sys/p/d/thing/service/Reboot", "Service", "/sys/p/d/thing/service/Reboot_reply")]
    [InlineData("/sys/p/d/rrpc/request/9", "Rrpc", "/sys/p/d/rrpc/response/9")]
    [InlineData("/ext/rrpc/9//p/d/user/get", "Rrpc", "/ext/rrpc/9//p/d/user/get")]
    [InlineData("/ext/rrpc/9/sys/p/d/thing/service/Reboot", "Rrpc", "/ext/rrpc/9/sys/p/d/thing/service/Reboot")]
    [InlineData("/sys/p/d/thing/model/down_raw", "Raw", "/sys/p/d/thing/model/down_raw_reply")]
    [InlineData("/sys/p/d/thing/topo/change", "Gateway", "/sys/p/d/thing/topo/change_reply")]
    [InlineData("/sys/p/d/thing/config/log/push", "Configuration", null)]
    [InlineData("/ota/device/upgrade/p/d", "Upgrade", null)]
    [InlineData("/ext/error/p/d", "Gateway", null)]
    public void What_the_cloud_asks_knows_where_its_answer_goes(string topic, string kind, string? reply)
    {
        var found = CloudTopic.Parse(topic);
        Assert.Equal((kind, reply), (found?.Kind.ToString(), found?.ReplyTopic));
        Assert.Equal(("p", "d"), (found?.ProductKey, found?.DeviceName));
    }

    [Theory]
    [InlineData("/sys/p/d/thing/service/property/set_reply")]
    [InlineData("/sys/p/d/thing/event/property/post_reply")]
    [InlineData("/p/d/user/get")]
    [InlineData("")]
    [InlineData("/sys")]
    public void Other_topics_ask_nothing(string topic) => Assert.Null(CloudTopic.Parse(topic));
}
