using AliyunIotWs.Credentials;
using AliyunIotWs.Errors;

namespace AliyunIotWs.Units.Credentials;

public sealed class ConnectFieldsTests
{
    private static readonly string s_half = ((char)0xD800).ToString();

    public static TheoryData<string> Broken => new("a\0b", $"a{s_half}b", new string('x', 65_536), new string('度', 21_846));

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_field_that_no_packet_carries_is_refused(string text)
    {
        Assert.Equal(IotErrorId.InvalidClientId, Refuse(text, "user", "password"));
        Assert.Equal(IotErrorId.InvalidCredential, Refuse("id", text, "password"));
        Assert.Equal(IotErrorId.InvalidCredential, Refuse("id", "user", text));
    }

    [Theory]
    [InlineData(65_535)]
    [InlineData(1)]
    public void What_just_fits_is_taken(int length) =>
        ConnectFields.Validate(new string('x', length), new string('x', length), new string('x', length));

    [Fact]
    public void No_password_stands_in_the_error()
    {
        var error = Assert.Throws<IotException>(() => ConnectFields.Validate("id", "user", "p4ssw0rd\0"));
        Assert.DoesNotContain("p4ssw0rd", $"{error}{error.Remedy}", StringComparison.Ordinal);
    }

    private static IotErrorId Refuse(string clientId, string username, string password) =>
        Assert.Throws<IotException>(() => ConnectFields.Validate(clientId, username, password)).Id;
}
