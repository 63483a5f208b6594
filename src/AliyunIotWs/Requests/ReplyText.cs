using System.Text;
using System.Text.Json;

namespace AliyunIotWs.Requests;

/// <summary>Reads parts of replies.</summary>
internal static class ReplyText
{
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
