using AliyunIotWs.Errors;

namespace AliyunIotWs.Units.Errors;

public sealed class IotExceptionTests
{
    [Fact]
    public void Neither_the_message_nor_a_cause_has_what_a_terminal_would_obey()
    {
        var error = new IotException(
            IotErrorId.ConnectFailed, "a\u001b[2J", "b\u009b", new IOException("outer", new IOException("inner\u0007")));
        Assert.Equal("a␛[2J", error.Message);
        Assert.Equal("b\\u009B", error.Remedy);
        Assert.DoesNotContain(error.ToString(), c => char.IsControl(c) && c is not '\r' and not '\n');
        Assert.Contains("inner␇", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cause_with_nothing_to_hide_stays_as_it_is()
    {
        var cause = new IOException("plain");
        Assert.Same(cause, new IotException(IotErrorId.ConnectFailed, "a", "b", cause).InnerException);
    }
}
