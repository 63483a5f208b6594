using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Rrpc;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;

namespace AliyunIotWs.Units.Emulator.Cloud;

/// <summary>A product with a thing model is checked by it.</summary>
public class ThingModelTests
{
    private const string Model = """
        {
          "schema": "https://iotx-tsl.oss-ap-southeast-1.aliyuncs.com/schema.json",
          "profile": { "productKey": "pk" },
          "properties": [
            { "identifier": "Power", "dataType": { "type": "bool", "specs": { "0": "off", "1": "on" } } },
            { "identifier": "Level", "dataType": { "type": "int", "specs": { "min": "0", "max": "100" } } },
            { "identifier": "Ratio", "dataType": { "type": "float", "specs": { "min": "0", "max": "1" } } },
            { "identifier": "Exact", "dataType": { "type": "double", "specs": { } } },
            { "identifier": "Mode", "dataType": { "type": "enum", "specs": { "0": "day", "1": "night" } } },
            { "identifier": "Name", "dataType": { "type": "text", "specs": { "length": "4" } } },
            { "identifier": "Day", "dataType": { "type": "date", "specs": { } } },
            { "identifier": "Place", "dataType": { "type": "struct", "specs": [
                { "identifier": "Floor", "dataType": { "type": "int", "specs": { } } } ] } },
            { "identifier": "List", "dataType": { "type": "array", "specs": { "size": "2", "item": { "type": "int" } } } }
          ],
          "events": [ { "identifier": "alarm", "outputData": [
            { "identifier": "Code", "dataType": { "type": "int", "specs": { } } } ] } ],
          "services": [ { "identifier": "Read", "callType": "sync" }, { "identifier": "Reboot", "callType": "async" } ]
        }
        """;

    [Theory]
    [InlineData("""{"Power":1,"Level":50,"Ratio":0.5,"Exact":1e9,"Mode":1,"Name":"hall"}""", "{}")]
    [InlineData("""{"Day":"1704067200000","Place":{"Floor":1},"List":[1,2]}""", "{}")]
    [InlineData("""{"Power":true}""", """{"Power":"tsl parse: data type is not bool -> Power"}""")]
    [InlineData("""{"Power":2}""", """{"Power":"tsl parse: data type is not bool -> Power"}""")]
    [InlineData("""{"Level":"5"}""", """{"Level":"tsl parse: data type is not int -> Level"}""")]
    [InlineData("""{"Level":101}""", """{"Level":"tsl parse: value is out of range -> Level"}""")]
    [InlineData("""{"Ratio":1.5}""", """{"Ratio":"tsl parse: value is out of range -> Ratio"}""")]
    [InlineData("""{"Exact":"x"}""", """{"Exact":"tsl parse: data type is not double -> Exact"}""")]
    [InlineData("""{"Mode":7}""", """{"Mode":"tsl parse: data type is not enum -> Mode"}""")]
    [InlineData("""{"Name":5}""", """{"Name":"tsl parse: data type is not string -> Name"}""")]
    [InlineData("""{"Name":"hallway"}""", """{"Name":"tsl parse: string is too long -> Name"}""")]
    [InlineData("""{"Day":1704067200000}""", """{"Day":"tsl parse: data type is not date -> Day"}""")]
    [InlineData("""{"Place":{"Roof":1}}""", """{"Place":"tsl parse: struct has no member Roof -> Place"}""")]
    [InlineData("""{"Place":{"Floor":"1"}}""", """{"Place":"tsl parse: data type is not int -> Place.Floor"}""")]
    [InlineData("""{"List":5}""", """{"List":"tsl parse: data type is not array -> List"}""")]
    [InlineData("""{"List":[1,2,3]}""", """{"List":"tsl parse: array is too long -> List"}""")]
    [InlineData("""{"power":1}""", """{"power":"tsl parse: params not exist"}""")]
    public async Task A_post_is_answered_with_200_and_what_was_filtered(string posted, string filtered)
    {
        await using var cloud = await StartAsync();
        string reply = await cloud.AskAsync(
            $"{CloudBox.Own}/thing/event/property/post", $$"""{"id":"1","params":{{posted}},"method":"m"}""");
        Assert.Equal(
            $$"""{"code":200,"data":{{filtered}},"id":"1","message":"success","method":"m","version":"1.0"}""", reply);
        Assert.Equal(filtered == "{}", cloud.Device.Twin.Properties.Snapshot().Count > 0);
        bool logged = cloud.Server.Events.Snapshot().Any(line => line.Code == EmulatorEventCode.ModelMismatch);
        Assert.Equal(filtered != "{}", logged);
    }

    [Fact]
    public async Task What_is_valid_beside_an_unknown_property_is_kept()
    {
        await using var cloud = await StartAsync();
        await cloud.AskAsync(
            $"{CloudBox.Own}/thing/event/property/post", """{"id":"1","params":{"Power":1,"Nothing":2}}""");
        Assert.Equal("Power", cloud.Device.Twin.Properties.Snapshot().Single().Key);
    }

    [Theory]
    [InlineData("alarm", """{"value":{"Code":1},"time":1}""", "{}")]
    [InlineData("alarm", """{"value":{"Code":"1"},"time":1}""", """{"alarm":"tsl parse: data type is not int -> Code"}""")]
    [InlineData("other", """{"value":{},"time":1}""", """{"other":"tsl parse: params not exist"}""")]
    public async Task An_event_is_checked_too(string identifier, string posted, string filtered)
    {
        await using var cloud = await StartAsync();
        string reply = await cloud.AskAsync(
            $"{CloudBox.Own}/thing/event/{identifier}/post", $$"""{"id":"1","params":{{posted}}}""");
        Assert.Contains($$"""{"code":200,"data":{{filtered}},""", reply);
    }

    [Theory]
    [InlineData("dsltemplate")]
    [InlineData("dynamicTsl")]
    public async Task The_thing_model_is_given_to_the_device(string path)
    {
        await using var cloud = await StartAsync();
        string reply = await cloud.AskAsync($"{CloudBox.Own}/thing/{path}/get", """{"id":"1","params":{}}""");
        Assert.StartsWith("""{"code":200,"data":{"schema":"https://iotx-tsl""", reply);
        Assert.Contains("\"callType\":\"sync\"", reply);
    }

    [Theory]
    [InlineData("Read", "/rrpc/request/")]
    [InlineData("Reboot", "/thing/service/Reboot")]
    public async Task The_thing_model_says_how_a_service_is_called(string service, string path)
    {
        await using var cloud = await StartAsync();
        var call = cloud.Calls.Invoke(
            cloud.Device, service, JsonSerializer.Deserialize<JsonElement>("{}"), null, CloudCalls.Longest);
        Assert.Contains(path, call.Topic);
    }

    [Fact]
    public async Task A_thing_model_that_is_no_JSON_is_refused_by_name()
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => StartAsync("{"));
        Assert.Contains("thing model", refused.Message);
    }

    private static Task<CloudBox> StartAsync(string model = Model) => CloudBox.StartAsync(
        change: options => options with { Products = [new EmulatorProduct("pk") { Tsl = model }] });
}
