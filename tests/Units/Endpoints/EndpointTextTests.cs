using AliyunIotWs.Endpoints;
using AliyunIotWs.Errors;

namespace AliyunIotWs.Units.Endpoints;

public sealed class EndpointTextTests
{
    [Theory]
    [InlineData("localhost:8443", IotTransport.Wss, "wss://localhost:8443/", IotTransport.Wss)]
    [InlineData("localhost:8083", IotTransport.Ws, "ws://localhost:8083/", IotTransport.Ws)]
    [InlineData("example.org", IotTransport.Wss, "wss://example.org/", IotTransport.Wss)]
    [InlineData("example.org", IotTransport.Ws, "ws://example.org:443/", IotTransport.Ws)]
    [InlineData("ws://example.org/mqtt", IotTransport.Wss, "ws://example.org/mqtt", IotTransport.Ws)]
    [InlineData("wss://example.org:1/p?x=1", IotTransport.Ws, "wss://example.org:1/p?x=1", IotTransport.Wss)]
    [InlineData("ws://pk.iot-as-mqtt.cn-shanghai.aliyuncs.com", IotTransport.Wss,
        "ws://pk.iot-as-mqtt.cn-shanghai.aliyuncs.com:443/", IotTransport.Ws)]
    [InlineData("ws://[::1]:8083", IotTransport.Wss, "ws://[::1]:8083/", IotTransport.Ws)]
    public void An_endpoint_is_read_as_its_writer_meant_it(
        string text, IotTransport asked, string expected, IotTransport transport)
    {
        (var endpoint, var found) = EndpointText.Parse(text, asked);
        Assert.Equal(expected, endpoint.AbsoluteUri);
        Assert.Equal(transport, found);
    }

    [Theory]
    [InlineData("https://example.org")]
    [InlineData("ws://user:secret@example.org")]
    [InlineData("ws://example.org/#part")]
    [InlineData("ws://")]
    [InlineData("not a host")]
    public void What_is_no_WebSocket_address_is_refused(string text)
    {
        var error = Assert.Throws<IotException>(() => EndpointText.Parse(text, IotTransport.Wss));
        Assert.Equal(IotErrorId.InvalidEndpoint, error.Id);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }
}
