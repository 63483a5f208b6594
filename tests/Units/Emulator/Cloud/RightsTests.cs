using AliyunIotWs.Emulator.Authorization;
using AliyunIotWs.Emulator.Cloud;
using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Units.Emulator.Cloud;

/// <summary>The table of services and the table of rights speak of the same topics.</summary>
public class RightsTests
{
    private static readonly EmulatorDevice s_device = new("pk", "device", "secret");

    // Of gateways, and what no source shows an answer to.
    private static readonly string[] s_withoutService =
    [
        "/thing/topo/", "/thing/sub/", "/thing/list/found", "/thing/proxy/", "/combine/", "/thing/gateway/",
        "/thing/disable", "/thing/enable", "/thing/delete", "/thing/file/download", "/thing/job/notify_reply",
        "/thing/bootstrap/", "/thing/lan/prefix/update_reply", "/thing/lan/blacklist/", "/thing/cipher/",
        "/thing/awss/enrollee/found", "/thing/awss/enrollee/checkin", "/thing/awss/device/", "/_thing/",
        "/thing/model/down_raw",
    ];

    [Fact]
    public async Task A_device_may_publish_what_is_served_and_subscribe_to_its_answers()
    {
        await using var cloud = await CloudBox.StartAsync();
        foreach (var route in cloud.Server.Cloud.Table)
        {
            if (route.Topic != TopicAddress.CustomRrpc + "{id}")
                Assert.Null(TopicRights.Default.FaultOfPublish(s_device, Fill(route.Topic)));
            if (route.Reply is { } reply)
                Assert.Null(TopicRights.Default.FaultOfSubscribe(s_device, Fill(reply)));
        }

        Assert.Null(TopicRights.Default.FaultOfPublish(s_device, "/ext/rrpc/1//pk/device/user/get"));
        Assert.Null(TopicRights.Default.FaultOfPublish(s_device, "/ext/rrpc/1/sys/pk/device/thing/service/x"));
    }

    [Fact]
    public async Task What_a_device_may_publish_is_served()
    {
        await using var cloud = await CloudBox.StartAsync();
        var table = new ServiceTable(cloud.Server.Cloud.Table);
        string[] unserved =
        [
            .. SystemTopics.All
                .Where(row => row.Access.HasFlag(TopicAccess.Publish))
                .Select(row => Fill(row.Template))
                .Where(topic => TopicAddress.Parse(topic) is not { } address || table.Find(address) is null)
                .Where(topic => !Array.Exists(s_withoutService, topic.Contains)),
        ];
        Assert.Empty(unserved);
    }

    private static string Fill(string topic) => topic
        .Replace("{pk}", "pk", StringComparison.Ordinal)
        .Replace("{dn}", "device", StringComparison.Ordinal)
        .Replace("{id}", "x", StringComparison.Ordinal)
        .Replace("+", "x", StringComparison.Ordinal)
        .Replace("#", "x", StringComparison.Ordinal);
}
