using AliyunIotWs.Errors;
using AliyunIotWs.Requests;
using AliyunIotWs.Session;
using AliyunIotWs.Topics;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>A connection that requests go over, and for which device they are.</summary>
internal sealed class RequestTarget(IotMqttConnection connection, string? productKey, string? deviceName)
{
    private (string Name, RequestMethod Method, string Topic, string? ReplyTopic)? _last;

    public IotMqttConnection Connection { get; } = connection;

    public DeviceSession Session { get; } = connection.Session;

    public string? ProductKey { get; } = productKey ?? connection.ProductKey;

    public string? DeviceName { get; } = deviceName ?? connection.DeviceName;

    /// <summary>The reply topics that were seen to, with the reason where one was refused.</summary>
    public Dictionary<string, IotException?> Subscribed { get; } = new(StringComparer.Ordinal);

    /// <summary>The topics of a method. A pipeline most often has one method for all of its requests.</summary>
    /// <exception cref="IotException">There is no such method, or no device for its topic.</exception>
    public (RequestMethod Method, string Topic, string? ReplyTopic) Route(string name)
    {
        if (_last is not { } last || !ReferenceEquals(last.Name, name))
        {
            var method = RequestMethods.Find(name);
            string topic = TopicTemplate.Expand(method.Topic, ProductKey, DeviceName);
            TopicText.ValidateName(topic);
            string? replyTopic = method.ReplyTopic is { } reply
                ? TopicTemplate.Expand(reply, ProductKey, DeviceName)
                : null;
            _last = last = (name, method, topic, replyTopic);
        }

        return (last.Method, last.Topic, last.ReplyTopic);
    }
}
