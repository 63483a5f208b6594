using System.Text.Json;
using AliyunIotWs.Emulator.Cloud;
using AliyunIotWs.Emulator.Cloud.Shadow;
using AliyunIotWs.Emulator.Cloud.ThingModel;

namespace AliyunIotWs.Units.Emulator.Cloud;

/// <summary>What the cloud keeps of a device.</summary>
public class TwinTests
{
    [Fact]
    public async Task A_property_keeps_the_devices_own_time()
    {
        await using var cloud = await CloudBox.StartAsync();
        await PostAsync(cloud, "property", """{"A":{"value":1,"time":1704067100000},"B":2,"C":{"value":3,"other":4}}""");
        var properties = cloud.Device.Twin.Properties.Snapshot().ToDictionary(one => one.Key, one => one.Value);
        Assert.Equal(1_704_067_100, properties["A"].Time.ToUnixTimeSeconds());
        Assert.Equal(1_704_067_200, properties["B"].Time.ToUnixTimeSeconds());
        Assert.Equal("""{"value":3,"other":4}""", properties["C"].Value.GetRawText());
    }

    [Fact]
    public async Task History_does_not_undo_the_present()
    {
        await using var cloud = await CloudBox.StartAsync();
        await PostAsync(cloud, "property", """{"A":2}""");
        await PostAsync(cloud, "property/history", """[{"properties":[{"A":{"value":1,"time":1704067100000}}]}]""");
        Assert.Equal(2, cloud.Device.Twin.Properties.Snapshot().Single().Value.Value.GetInt32());
    }

    [Fact]
    public async Task A_batch_leaves_its_last_values()
    {
        await using var cloud = await CloudBox.StartAsync();
        await PostAsync(cloud, "property/batch",
            """{"properties":{"A":[{"value":1,"time":1704067000000},{"value":2,"time":1704067100000}],"L":[1,2]}}""");
        var properties = cloud.Device.Twin.Properties.Snapshot().ToDictionary(one => one.Key, one => one.Value);
        Assert.Equal(2, properties["A"].Value.GetInt32());
        Assert.Equal("[1,2]", properties["L"].Value.GetRawText());
    }

    [Fact]
    public async Task A_pack_is_kept_as_a_whole_or_not_at_all()
    {
        await using var cloud = await CloudBox.StartAsync();
        await PostAsync(cloud, "property/pack",
            """{"properties":{"A":1},"subDevices":[{"identity":{"productKey":"aa","deviceName":"test1"}}]}""");
        Assert.Empty(cloud.Device.Twin.Properties.Snapshot());
    }

    [Fact]
    public void A_store_refuses_what_is_too_much()
    {
        var store = new BoundedStore<int>(capacity: 2, capacityInBytes: 10);
        Assert.True(store.TrySet("a", 1, 3));
        Assert.False(store.TrySet("b", 1, 6));
        Assert.True(store.TrySet("a", 2, 1));
        Assert.True(store.TrySet("b", 1, 6));
        Assert.False(store.TrySet("c", 1, 0));
        Assert.True(store.Remove("b"));
        Assert.True(store.TrySet("c", 1, 0));
        Assert.Equal(["a", "c"], store.Snapshot().Select(one => one.Key).Order());
    }

    [Fact]
    public void A_desired_value_is_cleared_by_its_newest_version_and_counts_on()
    {
        var store = new DesiredStore();
        var one = JsonSerializer.Deserialize<JsonElement>("1");
        Assert.True(store.TrySet("P", one));
        store.Clear("P", 2);
        Assert.True(store.TryGet("P", out var value));
        Assert.Equal(1, value.Version);
        store.Clear("P", 1);
        Assert.False(store.TryGet("P", out _));
        store.TrySet("P", one);
        Assert.True(store.TryGet("P", out value));
        Assert.Equal(3, value.Version);
        store.Clear("P", null);
        Assert.Empty(store.Snapshot());
    }

    [Fact]
    public async Task A_shadow_is_updated_desired_and_cleared()
    {
        await using var cloud = await CloudBox.StartAsync();
        const string Update = "/shadow/update/pk/device";
        await cloud.AskAsync(Update, """{"method":"update","state":{"reported":{"color":"red","on":1}},"version":1}""");
        Assert.Null(ShadowService.Desire(
            cloud.Server.Cloud.Context, cloud.Device, JsonSerializer.Deserialize<JsonElement>("""{"color":"green"}""")));
        Assert.Equal(
            """{"method":"control","payload":{"status":"success","state":{"reported":{"color":"red","on":1},"desired":{"color":"green"}},"metadata":{"reported":{"color":{"timestamp":1704067200},"on":{"timestamp":1704067200}},"desired":{"color":{"timestamp":1704067200}}}},"version":2,"timestamp":1704067200}""",
            (await cloud.NextAsync()).Payload);
        await cloud.AskAsync(Update, """{"method":"update","state":{"desired":"null"},"version":3}""");
        await cloud.AskAsync(Update, """{"method":"delete","state":{"reported":{"on":"null"}},"version":4}""");
        Assert.Contains("\"state\":{\"reported\":{\"color\":\"red\"}},", await cloud.AskAsync(Update, """{"method":"get"}"""));
        await cloud.AskAsync(Update, """{"method":"delete","state":{"reported":"null"},"version":5}""");
        Assert.Contains("\"state\":{},", await cloud.AskAsync(Update, """{"method":"get"}"""));
    }

    [Fact]
    public async Task Version_minus_1_clears_a_shadow_and_starts_it_again()
    {
        await using var cloud = await CloudBox.StartAsync();
        const string Update = "/shadow/update/pk/device";
        await cloud.AskAsync(Update, """{"method":"update","state":{"reported":{"a":1}},"version":9}""");
        Assert.Contains("\"version\":0", await cloud.AskAsync(
            Update, """{"method":"update","state":{"reported":{"b":1}},"version":-1}"""));
        Assert.Contains("\"reported\":{\"b\":1}", await cloud.AskAsync(Update, """{"method":"get"}"""));
    }

    [Fact]
    public async Task Firmware_and_progress_are_noted_and_an_offer_ends_with_its_version()
    {
        await using var cloud = await CloudBox.StartAsync();
        Assert.Null(cloud.Server.Cloud.Console.Offer(
            cloud.Device, new("default", "2.0", "https://h/p", 7, "ab", "SHA256")));
        Assert.Equal("/ota/device/upgrade/pk/device", (await cloud.NextAsync()).Topic);
        await cloud.PublishAsync("/ota/device/progress/pk/device", """{"id":"1","params":{"step":"50","desc":"half"}}""");
        await cloud.AskAsync($"{CloudBox.Own}/thing/ota/firmware/get", """{"id":"1","params":{}}""");
        var module = cloud.Device.Twin.Firmware.Snapshot().Single();
        Assert.Equal(("default", "50", "half", "2.0"), (module.Name, module.Step, module.Description, module.Offer?.Version));

        await cloud.PublishAsync("/ota/device/inform/pk/device", """{"id":"1","params":{"version":"2.0"}}""");
        await cloud.AskAsync($"{CloudBox.Own}/thing/ota/firmware/get", """{"id":"1","params":{}}""");
        module = cloud.Device.Twin.Firmware.Snapshot().Single();
        Assert.Equal(("2.0", null), (module.Version, module.Offer));
    }

    private static Task<string> PostAsync(CloudBox cloud, string path, string parameters) =>
        cloud.AskAsync($"{CloudBox.Own}/thing/event/{path}/post", $$"""{"id":"1","params":{{parameters}}}""");
}
