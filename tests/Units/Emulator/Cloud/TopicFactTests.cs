using System.Text.Json;
using System.Text.RegularExpressions;
using AliyunIotWs.Emulator.Cloud;
using AliyunIotWs.Emulator.Cloud.Upgrade;

namespace AliyunIotWs.Units.Emulator.Cloud;

/// <summary>
/// A row for each thing that is known of what the platform answers on a topic; the name of the test is the fact. The
/// device has a desired value, a configuration and an offered package.
/// </summary>
public class TopicFactTests
{
    [Theory]
    [MemberData(nameof(TopicFacts.Rows), MemberType = typeof(TopicFacts))]
    public async Task Fact(string topic, string request, string replyTopic, string reply)
    {
        await using var cloud = await CloudBox.StartAsync();
        using var value = JsonDocument.Parse("""{"Power":1}""");
        cloud.Device.Twin.Desired.TrySet("Power", value.RootElement.GetProperty("Power"));
        cloud.Device.Twin.Firmware.TryOffer(new FirmwareOffer("default", "2.0", "https://h/p", 7, "ab", "SHA256"));
        cloud.Device.Twin.Configuration.File = new("c1", "{}"u8.ToArray(), new Uri("https://h/c"));

        await cloud.PublishAsync(topic, request);
        if (reply.Length == 0)
        {
            // What comes next is the answer to what was asked next, so that there was none to the first.
            topic = "/ext/ntp/pk/device/request";
            replyTopic = "/ext/ntp/pk/device/response";
            reply = """{"deviceSendTime":7,"serverSendTime":1704067200000,"serverRecvTime":1704067200000}""";
            await cloud.PublishAsync(topic, """{"deviceSendTime":7}""");
        }

        var answer = await cloud.NextAsync();
        Assert.Equal(replyTopic, answer.Topic);
        Assert.Matches($"^{Regex.Escape(reply).Replace("\\*", ".*", StringComparison.Ordinal)}$", answer.Payload);
    }

    [Fact]
    public async Task Every_route_of_the_table_is_quoted_by_a_fact()
    {
        await using var cloud = await CloudBox.StartAsync();
        var table = new ServiceTable(cloud.Server.Cloud.Table);
        var quoted = TopicFacts.Rows.Select(row => table.Find(TopicAddress.Parse(row.Data.Item1)!.Value)?.Route);
        Assert.Empty(cloud.Server.Cloud.Table.Except(quoted.OfType<CloudRoute>()).Select(route => route.Topic));
    }
}
