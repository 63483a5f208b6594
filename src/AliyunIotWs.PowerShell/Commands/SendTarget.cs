using AliyunIotWs.Session;
using AliyunIotWs.Topics;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>A connection that a pipeline sends over.</summary>
internal sealed class SendTarget(IotMqttConnection connection)
{
    private string? _topic;
    private string _expanded = string.Empty;

    public IotMqttConnection Connection { get; } = connection;

    public DeviceSession Session { get; } = connection.Session;

    /// <summary>Fills in the topic and checks it. A pipeline most often has one topic for all of its messages.</summary>
    public string Expand(string topic)
    {
        if (ReferenceEquals(topic, _topic))
            return _expanded;
        var settings = Session.Settings;
        string expanded = TopicTemplate.Expand(topic, settings.ProductKey, settings.DeviceName);
        TopicText.ValidateName(expanded);
        (_topic, _expanded) = (topic, expanded);
        return expanded;
    }
}
