using AliyunIotWs.Requests;

namespace AliyunIotWs.Units.Requests;

public sealed class PlatformCodeTests
{
    [Theory]
    [InlineData(400, RequestForm.Alink, "the request could not be processed")]
    [InlineData(399, RequestForm.Shadow, "this code is not in the module's list")]
    [InlineData(400, RequestForm.Shadow, "the message is no JSON")]
    [InlineData(409, RequestForm.Shadow, "the version is not above the stored one")]
    [InlineData(410, RequestForm.Shadow, "this code is not in the module's list")]
    [InlineData(429, RequestForm.Shadow, "too many requests")]
    [InlineData(5160, RequestForm.Alink, "the thing model can not be read")]
    [InlineData(6310, RequestForm.Alink, "a value is not as the thing model says")]
    [InlineData(6332, RequestForm.Bare, "a value is not as the thing model says")]
    [InlineData(6356, RequestForm.Alink, "too many events at once")]
    [InlineData(26006, RequestForm.Alink, "the product's script failed or is missing")]
    [InlineData(1, RequestForm.Alink, "this code is not in the module's list")]
    public void A_code_has_a_meaning_in_its_form(int code, object form, string meaning)
    {
        var words = PlatformCode.Describe(code, (RequestForm)form);
        Assert.Equal(meaning, words.Meaning);
        Assert.EndsWith(".", words.Remedy);
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(1000, false)]
    [InlineData(201, true)]
    [InlineData(460, true)]
    [InlineData(0, true)]
    public void Success_and_a_package_that_was_found_are_no_rejections(int code, bool expected) =>
        Assert.Equal(expected, PlatformReply.IsRejection(code));
}
