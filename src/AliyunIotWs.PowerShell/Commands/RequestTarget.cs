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

    /// <summary>
    /// The topics of a method, or, where a topic of replies is given, of what is asked on a topic. A pipeline most often has
    /// one for all of its requests.
    /// </summary>
    /// <exception cref="IotException">There is no such method, or no device for its topic.</exception>
    public (RequestMethod Method, string Topic, string? ReplyTopic) Route(string name, string? replies)
    {
        if (_last is not { } last || !ReferenceEquals(last.Name, name))
        {
            var method = replies is null ? RequestMethods.Find(name) : RequestMethod.On(name, replies);
            string topic = TopicTemplate.Expand(method.Topic, ProductKey, DeviceName);
            TopicText.ValidateName(topic);
            string? replyTopic = method.ReplyTopic is { } reply
                ? TopicTemplate.Expand(reply, ProductKey, DeviceName)
                : null;
            if (replyTopic is not null)
                TopicText.ValidateName(replyTopic);
            _last = last = (name, method, topic, replyTopic);
        }

        return (last.Method, last.Topic, last.ReplyTopic);
    }

    /// <summary>The device that is spoken for, or else the connection.</summary>
    public override string ToString() => DeviceName is null ? Connection.Name : $"{ProductKey}/{DeviceName}";
}
