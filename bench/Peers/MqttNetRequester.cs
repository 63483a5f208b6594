using System.Globalization;
using System.Text;
using Bench.Harness;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Bench.Peers;

/// <summary>Asks with MQTTnet's own client, one request after the other.</summary>
internal sealed class MqttNetRequester : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private TaskCompletionSource<string> _reply = new();

    private MqttNetRequester()
    {
    }

    public static async Task<MqttNetRequester> ConnectAsync(
        Uri endpoint, string clientId, string userName, string password, string replyTopic)
    {
        var options = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithClientId(clientId)
            .WithCredentials(userName, password)
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(300))
            .WithWebSocketServer(o => o.WithUri(endpoint.ToString()))
            .WithoutPacketFragmentation();
        var requester = new MqttNetRequester();
        await requester._client.ConnectAsync(options.Build());
        requester._client.ApplicationMessageReceivedAsync += requester.TakeAsync;
        await requester._client.SubscribeAsync(replyTopic, MqttQualityOfServiceLevel.AtMostOnce);
        return requester;
    }

    /// <summary>Posts a property so many times, at QoS 1, each time awaiting the reply.</summary>
    /// <exception cref="RunFailedException">A reply was another request's, or is no success.</exception>
    public async Task PostAsync(string topic, int count)
    {
        for (int i = 1; i <= count; i++)
        {
            string id = i.ToString(CultureInfo.InvariantCulture);
            _reply = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            await _client.PublishAsync(new MqttApplicationMessage
            {
                Topic = topic,
                PayloadSegment = Encoding.UTF8.GetBytes(
                    $$"""{"id":"{{id}}","version":"1.0","params":{"Power":{{id}}},"method":"thing.event.property.post"}"""),
                QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            });
            string reply = await _reply.Task;
            if (!reply.Contains($"\"code\":200,\"data\":{{}},\"id\":\"{id}\"", StringComparison.Ordinal))
                throw new RunFailedException($"the reply to {id} was {reply}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisconnectAsync();
        _client.Dispose();
    }

    private Task TakeAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        _reply.TrySetResult(received.ApplicationMessage.ConvertPayloadToString());
        return Task.CompletedTask;
    }
}
