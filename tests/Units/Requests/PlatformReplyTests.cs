using System.Text;
using System.Text.Json;
using AliyunIotWs.Requests;

namespace AliyunIotWs.Units.Requests;

public sealed class PlatformReplyTests
{
    [Theory]
    [InlineData(RequestForm.Alink, "{\"code\":200,\"data\":{\"A\":1},\"id\":\"1\"}", "{\"A\":1}")]
    [InlineData(RequestForm.Bare, "{\"code\":200,\"data\":[]}", "[]")]
    [InlineData(RequestForm.Alink, "{\"code\":200}", null)]
    [InlineData(RequestForm.Raw, "no JSON", null)]
    [InlineData(RequestForm.Time, "{\"serverSendTime\":3}", "{\"serverSendTime\":3}")]
    [InlineData(
        RequestForm.Shadow,
        "{\"method\":\"reply\",\"payload\":{\"status\":\"success\",\"state\":{\"A\":1}},\"version\":4,\"timestamp\":5}",
        "{\"state\":{\"A\":1},\"version\":4,\"timestamp\":5}")]
    [InlineData(
        RequestForm.Shadow,
        "{\"method\":\"reply\",\"payload\":{\"status\":\"error\",\"content\":{\"errorcode\":\"409\"}}}",
        "{\"errorcode\":\"409\"}")]
    public void What_was_asked_for_stands_where_the_form_has_it(object form, string payload, string? data) =>
        Assert.Equal(data, PlatformReply.Data((RequestForm)form, Encoding.UTF8.GetBytes(payload))?.GetRawText());

    [Theory]
    [InlineData(RequestForm.Alink, "[1]")]
    [InlineData(RequestForm.Time, "1")]
    [InlineData(RequestForm.Shadow, "{\"method\":\"reply\"}")]
    public void What_is_no_reply_of_its_form_can_not_be_read(object form, string payload) => Assert.ThrowsAny<JsonException>(
        () => PlatformReply.Data((RequestForm)form, Encoding.UTF8.GetBytes(payload)));

    [Theory]
    [InlineData("{\"data\":{\"code\":5,\"id\":\"9\"},\"code\":200,\"id\":\"7\",\"message\":\"success\"}", 7L, true, 200, "success")]
    [InlineData("{\"id\":7,\"code\":\"460\",\"message\":\"bad\"}", 7L, true, 460, "bad")]
    [InlineData("{\"id\":\"007\",\"code\":200,\"message\":1}", null, true, 200, "1")]
    [InlineData("{\"id\":\"7x\",\"code\":null,\"message\":null}", null, true, null, null)]
    [InlineData("{\"id\":\"7\",\"params\":[{\"code\":1}]}", 7L, false, null, null)]
    [InlineData("{\"deviceSendTime\":\"12\",\"serverSendTime\":\"13\"}", 12L, true, null, null)]
    public void The_head_is_what_stands_on_top_alone(string payload, long? key, bool isReply, int? code, string? message) =>
        Assert.Equal(new ReplyHead(key, isReply, code, message), ReplyHead.Read(Encoding.UTF8.GetBytes(payload)));

    [Theory]
    [InlineData("{\"payload\":{\"method\":\"control\"},\"method\":\"reply\"}", true)]
    [InlineData("{\"method\":\"control\",\"payload\":{\"method\":\"reply\"}}", false)]
    [InlineData("{\"method\":1}", false)]
    [InlineData("{}", false)]
    [InlineData("[\"method\",\"reply\"]", false)]
    [InlineData("", false)]
    [InlineData("{\"method\"", false)]
    public void The_shadow_replies_with_the_method_reply(string payload, bool expected) =>
        Assert.Equal(expected, ReplyText.IsShadowReply(Encoding.UTF8.GetBytes(payload)));

    [Theory]
    [InlineData(null, "", "{\"id\":\"7\",\"code\":200,\"data\":{}}")]
    [InlineData("done", "[1]", "{\"id\":\"7\",\"code\":200,\"message\":\"done\",\"data\":[1]}")]
    public void An_answer_to_the_cloud_has_id_code_and_data(string? message, string data, string expected) => Assert.Equal(
        expected, Encoding.UTF8.GetString(RequestText.WriteReply("7", 200, message, Encoding.UTF8.GetBytes(data)).Span));
}
