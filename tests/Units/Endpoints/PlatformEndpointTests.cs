using AliyunIotWs.Endpoints;
using AliyunIotWs.Errors;

namespace AliyunIotWs.Units.Endpoints;

public sealed class PlatformEndpointTests
{
    [Theory]
    [InlineData("pk", null, null, IotTransport.Wss, "wss://pk.iot-as-mqtt.cn-shanghai.aliyuncs.com/")]
    [InlineData("pk", "us-west-1", null, IotTransport.Ws, "ws://pk.iot-as-mqtt.us-west-1.aliyuncs.com:443/")]
    [InlineData("pk", "", "", IotTransport.Wss, "wss://pk.iot-as-mqtt.cn-shanghai.aliyuncs.com/")]
    [InlineData("pk", null, "iot-0a1b", IotTransport.Wss, "wss://iot-0a1b.mqtt.iothub.aliyuncs.com/")]
    [InlineData("pk", null, "iot-0a1b", IotTransport.Ws, "ws://iot-0a1b.mqtt.iothub.aliyuncs.com:443/")]
    [InlineData("pk2", null, "iot-0a1b", IotTransport.Ws, "ws://iot-0a1b.mqtt.iothub.aliyuncs.com:443/")]
    public void It_follows_from_product_region_and_instance(
        string productKey, string? region, string? instanceId, IotTransport transport, string expected)
    {
        // Twice, as the last one is kept.
        for (int i = 0; i < 2; i++)
            Assert.Equal(expected, PlatformEndpoint.For(productKey, region, instanceId, transport).AbsoluteUri);
    }

    [Fact]
    public void Each_part_counts_where_the_last_one_is_kept()
    {
        string[] hosts =
        [
            .. new[]
            {
                PlatformEndpoint.For("a", "r1", null, IotTransport.Ws), PlatformEndpoint.For("b", "r1", null, IotTransport.Ws),
                PlatformEndpoint.For("b", "r2", null, IotTransport.Ws), PlatformEndpoint.For("b", "r2", null, IotTransport.Wss),
                PlatformEndpoint.For("b", "r2", "i", IotTransport.Wss),
            }.Select(e => e.AbsoluteUri),
        ];
        Assert.Equal(hosts.Length, hosts.Distinct().Count());
    }

    [Theory]
    [InlineData("pk", "cn_shanghai", null)]
    [InlineData("pk", "a.b", null)]
    [InlineData("pk", null, "iot/0")]
    [InlineData("p k", null, null)]
    [InlineData("p/k", null, null)]
    public void What_makes_no_host_name_is_refused(string productKey, string? region, string? instanceId) => Assert.Equal(
        IotErrorId.InvalidEndpoint,
        Assert.Throws<IotException>(() => PlatformEndpoint.For(productKey, region, instanceId, IotTransport.Wss)).Id);

    [Theory]
    [InlineData(null, "https://iot-auth.cn-shanghai.aliyuncs.com/auth/register/device")]
    [InlineData("us-west-1", "https://iot-auth.us-west-1.aliyuncs.com/auth/register/device")]
    public void Devices_register_in_their_region(string? region, string expected) =>
        Assert.Equal(expected, PlatformEndpoint.ForRegistration(region).AbsoluteUri);

    [Theory]
    [InlineData("wss://pk.iot-as-mqtt.cn-shanghai.ALIYUNCS.com", true)]
    [InlineData("wss://aliyuncs.com.example.org", false)]
    [InlineData("wss://notaliyuncs.com", false)]
    public void The_platform_is_known_by_its_hosts(string endpoint, bool expected) =>
        Assert.Equal(expected, PlatformEndpoint.IsPlatform(new Uri(endpoint)));
}
