using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace AliyunIotWs.Requests;

/// <summary>Reads replies as far as it takes to find their requests; what is no JSON is no reply.</summary>
internal static class ReplyText
{
    /// <summary>
    /// The id of an Alink reply, or the time that a reply of the time service repeats. A message with an id and no code
    /// is a request, which a broker may send back to its own sender.
    /// </summary>
    public static bool TryReadKey(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out string? key)
    {
        key = null;
        bool replies = false;
        try
        {
            var json = new Utf8JsonReader(payload);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return false;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                bool isKey = json.ValueTextEquals("id"u8) || json.ValueTextEquals("deviceSendTime"u8);
                replies |= json.ValueTextEquals("code"u8) || json.ValueTextEquals("serverSendTime"u8);
                json.Read();
                if (isKey)
                    key = Text(json);
                json.Skip();
            }

            return key is not null && replies;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The platform writes on the same topic what an application wants of the shadow.</summary>
    public static bool IsShadowReply(ReadOnlySpan<byte> payload)
    {
        try
        {
            var json = new Utf8JsonReader(payload);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return false;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                bool isMethod = json.ValueTextEquals("method"u8);
                json.Read();
                if (isMethod)
                    return json.TokenType == JsonTokenType.String && json.ValueTextEquals("reply"u8);
                json.Skip();
            }

            return false;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>A string, or the digits of a number; null of anything else.</summary>
    public static string? Text(in Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.String => json.GetString(),
        JsonTokenType.Number => Encoding.UTF8.GetString(json.ValueSpan),
        _ => null,
    };
}
