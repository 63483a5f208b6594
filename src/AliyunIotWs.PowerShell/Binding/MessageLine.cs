using System.Globalization;
using System.Text;
using System.Text.Json;
using AliyunIotWs.Messages;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>
/// Writes what was received as one line of JSON, with the names of its properties: a payload that is JSON nested, other text
/// as a string, and bytes that are no text as Base64; times with milliseconds and zone.
/// </summary>
internal static class MessageLine
{
    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    public static string Of(object received) => Encoding.UTF8.GetString(JsonBytes.Write(received, Write));

    private static void Write(Utf8JsonWriter json, object received)
    {
        json.WriteStartObject();
        switch (received)
        {
            case IotMessage message:
                WriteHead(json, message.ReceivedAt, message.Topic, message.Qos);
                json.WriteBoolean(nameof(message.Duplicate), message.Duplicate);
                json.WriteString(nameof(message.ConnectionName), message.ConnectionName);
                WritePayload(json, message.Bytes);
                break;
            case IotEmulatorMessage message:
                WriteHead(json, message.ReceivedAt, message.Topic, message.Qos);
                json.WriteString(nameof(message.ProductKey), message.ProductKey);
                json.WriteString(nameof(message.DeviceName), message.DeviceName);
                WritePayload(json, message.Bytes);
                break;
            case IotRequest request:
                WriteHead(json, request.ReceivedAt, request.Topic, request.Message.Qos);
                json.WriteString(nameof(request.Kind), request.Kind.ToString());
                json.WriteString(nameof(request.Method), request.Method);
                json.WriteString(nameof(request.Id), request.Id);
                json.WriteString(nameof(request.ProductKey), request.ProductKey);
                json.WriteString(nameof(request.DeviceName), request.DeviceName);
                json.WriteString(nameof(request.ConnectionName), request.ConnectionName);
                WritePayload(json, request.Bytes);
                break;
            default:
                throw new ArgumentException($"{received.GetType()} is nothing that is received.", nameof(received));
        }

        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, DateTime receivedAt, string topic, int qos)
    {
        json.WriteString(
            nameof(IotMessage.ReceivedAt), receivedAt.ToString("yyyy-MM-ddTHH:mm:ss.fffzzz", CultureInfo.InvariantCulture));
        json.WriteString(nameof(IotMessage.Topic), topic);
        json.WriteNumber(nameof(IotMessage.Qos), qos);
    }

    private static void WritePayload(Utf8JsonWriter json, byte[] bytes)
    {
        try
        {
            string text = s_strict.GetString(bytes);
            json.WritePropertyName(nameof(IotMessage.Payload));
            WriteNested(json, text);
        }
        catch (DecoderFallbackException)
        {
            json.WriteBase64String(nameof(IotMqttPacket.Base64), bytes);
        }
    }

    private static void WriteNested(Utf8JsonWriter json, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            document.RootElement.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteStringValue(text);
        }
    }
}
