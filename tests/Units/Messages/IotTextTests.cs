namespace AliyunIotWs.Units.Messages;

public sealed class IotTextTests
{
    [Theory]
    [InlineData("plain / 温度 \U0001F600 é", "plain / 温度 \U0001F600 é")]
    [InlineData("\u001b]0;title\u0007", "␛]0;title␇")]
    [InlineData("a\r\nb\tc\0", "a␍␊b␉c␀")]
    [InlineData("\u007f\u009b31m\u0085", "␡\\u009B31m\\u0085")]
    [InlineData("\u202egpj.exe\u202c\u2066\u2069\u200f\u061c", "\\u202Egpj.exe\\u202C\\u2066\\u2069\\u200F\\u061C")]
    [InlineData("\u2028", "\\u2028")]
    public void What_a_terminal_would_obey_is_shown(string text, string shown) => Assert.Equal(shown, IotText.Show(text));

    [Fact]
    public void Half_of_a_surrogate_pair_is_shown()
    {
        string high = ((char)0xD83D).ToString();
        Assert.Equal("a\\uD83Db", IotText.Show($"a{high}b"));
        Assert.Equal("\\uD83D", IotText.Show(high));
        Assert.Equal("\\uDE00", IotText.Show(((char)0xDE00).ToString()));
    }

    [Fact]
    public void Other_text_is_not_copied()
    {
        const string Text = "/a1B2c3D4e5F/lamp-01/user/get";
        Assert.Same(Text, IotText.Show(Text));
        Assert.Equal(string.Empty, IotText.Show(null));
    }
}
