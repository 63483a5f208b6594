using System.Text.Json;
using AliyunIotWs.PowerShell.Binding;
using AliyunIotWs.Requests;

namespace AliyunIotWs;

/// <summary>
/// What the cloud asks of a device. It knows where its answer goes: <c>$request | Send-IotReply</c>.
/// </summary>
public sealed class IotRequest
{
    private readonly JsonElement? _body;

    private IotRequest(IotMessage message, CloudTopic topic, JsonElement? body, IotMqttConnection connection)
    {
        Message = message;
        Address = topic;
        Connection = connection;
        _body = body;
        Method = Text("method") is { Length: > 0 } method && topic.Kind is not IotRequestKind.Shadow ? method : null;
        Kind = (topic.Kind, Method) switch
        {
            (IotRequestKind.Rrpc, "thing.service.property.set") => IotRequestKind.PropertySet,
            (IotRequestKind.Rrpc, { } called) when called.StartsWith("thing.service.", StringComparison.Ordinal) =>
                IotRequestKind.Service,
            _ => topic.Kind,
        };
    }

    /// <summary>What is asked.</summary>
    public IotRequestKind Kind { get; }

    /// <summary>The method, such as <c>thing.service.Reboot</c>; null where the message names none.</summary>
    public string? Method { get; }

    /// <summary>The identifier of the service, of a service; else null.</summary>
    public string? Service => Kind == IotRequestKind.Service && Method is { } method
        ? method[(method.LastIndexOf('.') + 1)..]
        : null;

    /// <summary>The id of the request, or of the call where the message has none.</summary>
    public string? Id => Text("id") ?? Address.RrpcId;

    /// <summary>
    /// What comes with it: params of a method, data of an upgrade, the state of a shadow; keys keep their case. Null
    /// where the payload is not JSON.
    /// </summary>
    public object? Data => (Member("params") ?? Member("data") ?? Member("payload") ?? _body) is { } data
        ? JsonValue.From(data)
        : null;

    /// <summary>The cloud waits for the answer, 8 s at most.</summary>
    public bool IsSynchronous => Address.RrpcId is not null;

    /// <summary>The product of the device, or sub-device, that is asked.</summary>
    public string? ProductKey => Address.ProductKey ?? Connection.ProductKey;

    /// <summary>The device, or sub-device, that is asked.</summary>
    public string? DeviceName => Address.DeviceName ?? Connection.DeviceName;

    /// <summary>The topic that it came on.</summary>
    public string Topic => Message.Topic;

    /// <summary>The topic of the answer; null where none is expected.</summary>
    public string? ReplyTopic => Address.ReplyTopic;

    /// <summary>The payload read as UTF-8.</summary>
    public string Payload => Message.Payload;

    /// <summary>The payload byte for byte.</summary>
    public byte[] Bytes => Message.Bytes;

    /// <summary>When the connection read it, in local time.</summary>
    public DateTime ReceivedAt => Message.ReceivedAt;

    /// <summary>The name of the connection that received it, and that its answer goes over.</summary>
    public string ConnectionName => Message.ConnectionName;

    internal IotMessage Message { get; }

    internal CloudTopic Address { get; }

    internal IotMqttConnection Connection { get; }

    /// <summary>It has the form of the Alink protocol, and wants an answer of that form.</summary>
    internal bool IsAlink => Address.Kind != IotRequestKind.Raw && Text("id") is not null;

    /// <summary>Kind and method.</summary>
    public override string ToString() => Method is { } method ? $"{Kind}: {method}" : $"{Kind}: {Topic}";

    /// <summary>Null where the message asks nothing, such as the reply of the shadow.</summary>
    internal static IotRequest? TryRead(IotMessage message, IotMqttConnection connection)
    {
        if (CloudTopic.Parse(message.Topic) is not { } topic)
            return null;
        if (topic.Kind == IotRequestKind.Shadow && ReplyText.IsShadowReply(message.Bytes))
            return null;
        var body = topic.Kind == IotRequestKind.Raw ? null : Parse(message.Bytes);
        return new IotRequest(message, topic, body, connection);
    }

    private static JsonElement? Parse(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // A call may carry anything.
            return null;
        }
    }

    private string? Text(string name) => Member(name) switch
    {
        { ValueKind: JsonValueKind.String or JsonValueKind.Number } member => member.ToString(),
        _ => null,
    };

    private JsonElement? Member(string name) =>
        _body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty(name, out var member) ? member : null;
}
