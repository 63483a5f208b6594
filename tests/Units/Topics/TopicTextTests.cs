using AliyunIotWs.Errors;
using AliyunIotWs.Topics;

namespace AliyunIotWs.Units.Topics;

public sealed class TopicTextTests
{
    // The examples of MQTT 3.1.1, section 4.7.
    [Theory]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/ranking", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true)]
    [InlineData("sport/#", "sport", true)]
    [InlineData("#", "any/thing", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1/ranking", false)]
    [InlineData("sport/+", "sport", false)]
    [InlineData("sport/+", "sport/", true)]
    [InlineData("+/+", "/finance", true)]
    [InlineData("/+", "/finance", true)]
    [InlineData("+", "/finance", false)]
    [InlineData("#", "$SYS/broker", false)]
    [InlineData("+/monitor", "$SYS/monitor", false)]
    [InlineData("$SYS/#", "$SYS/broker", true)]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a/b", "a/B", false)]
    [InlineData("a/b", "a", false)]
    [InlineData("a", "a/b", false)]
    public void A_filter_matches_as_the_standard_says(string filter, string topic, bool matches) =>
        Assert.Equal(matches, TopicText.Matches(filter, topic));

    [Theory]
    [InlineData("#")]
    [InlineData("+")]
    [InlineData("+/tennis/#")]
    [InlineData("sport/+/player1")]
    [InlineData("/a/b/user/get")]
    public void A_valid_filter_is_taken(string filter) => TopicText.ValidateFilter(filter);

    [Theory]
    [InlineData("")]
    [InlineData("sport/tennis#")]
    [InlineData("sport/tennis/#/ranking")]
    [InlineData("sport+")]
    [InlineData("+sport")]
    [InlineData("a\0b")]
    public void An_invalid_filter_is_refused(string filter) => Assert.Equal(
        IotErrorId.InvalidTopic, Assert.Throws<IotException>(() => TopicText.ValidateFilter(filter)).Id);

    [Theory]
    [InlineData("")]
    [InlineData("a/+")]
    [InlineData("+/a")]
    [InlineData("a/#")]
    [InlineData("a\0")]
    public void An_invalid_name_is_refused(string name) => Assert.Equal(
        IotErrorId.InvalidTopic, Assert.Throws<IotException>(() => TopicText.ValidateName(name)).Id);

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused()
    {
        string topic = $"a/{(char)0xD83D}/b";
        Assert.Equal(
            IotErrorId.InvalidTopic, Assert.Throws<IotException>(() => TopicText.ValidateName(topic)).Id);
        Assert.Equal(
            IotErrorId.InvalidTopic, Assert.Throws<IotException>(() => TopicText.ValidateFilter(topic)).Id);
        TopicText.ValidateName("a/\U0001F600/b");
    }

    [Fact]
    public void A_name_longer_than_the_packet_format_can_carry_is_refused() => Assert.Equal(
        IotErrorId.InvalidTopic,
        Assert.Throws<IotException>(() => TopicText.ValidateName(new string('中', 21_846))).Id);

    [Fact]
    public void Placeholders_are_filled_in() => Assert.Equal(
        "/pk/dn/user/update", TopicTemplate.Expand("/{productkey}/{DeviceName}/user/update", "pk", "dn"));

    [Fact]
    public void A_placeholder_without_a_device_is_refused() => Assert.Equal(
        IotErrorId.InvalidTopic,
        Assert.Throws<IotException>(() => TopicTemplate.Expand("/{ProductKey}/x", null, null)).Id);

    [Fact]
    public void An_unknown_placeholder_is_named_and_braces_can_be_written()
    {
        var error = Assert.Throws<IotException>(() => TopicTemplate.Expand("/{ProductKey}/{DevicName}/x", "pk", "dn"));
        Assert.Equal(IotErrorId.InvalidTopic, error.Id);
        Assert.Contains("unknown placeholder {DevicName}", error.Message, StringComparison.Ordinal);
        Assert.Equal("/pk/{id}/x", TopicTemplate.Expand("/{ProductKey}/{{id}}/x", "pk", "dn"));
        Assert.Equal("a/{b c}/}", TopicTemplate.Expand("a/{b c}/}", "pk", "dn"));
    }
}
