using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace AliyunIotWs.Requests;

/// <summary>
/// What stands on top of a reply, whose data is read when it is asked for: of ten thousand replies most are looked at
/// for their code alone.
/// </summary>
/// <param name="Key">
/// The id of an Alink reply, or the time that a reply of the time service repeats; null where it is no number as this
/// module sends them.
/// </param>
/// <param name="IsReply">False: a message with an id and no code is a request, which a broker may send back.</param>
/// <param name="Code">Null where there is none that is a number.</param>
/// <param name="Message">In words.</param>
internal readonly record struct ReplyHead(long? Key, bool IsReply, int? Code, string? Message)
{
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static ReplyHead Read(ReadOnlySpan<byte> payload)
    {
        var head = default(ReplyHead);
        var json = new Utf8JsonReader(payload);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            throw new JsonException("the reply is no JSON object");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("code"u8))
            {
                json.Read();
                head = head with { IsReply = true, Code = Number(json) };
            }
            else if (json.ValueTextEquals("message"u8))
            {
                json.Read();
                head = head with { Message = Words(json) };
            }
            else if (json.ValueTextEquals("id"u8) || json.ValueTextEquals("deviceSendTime"u8))
            {
                json.Read();
                head = head with { Key = KeyOf(json) };
            }
            else
            {
                bool isSent = json.ValueTextEquals("serverSendTime"u8);
                json.Read();
                head = head with { IsReply = head.IsReply || isSent };
            }

            json.Skip();
        }

        return head;
    }

    // Text or a number, which the platform sends back as they were sent: digits without a zero in front.
    private static long? KeyOf(in Utf8JsonReader json) =>
        json.TokenType is JsonTokenType.String or JsonTokenType.Number
        && json.ValueSpan is [> (byte)'0' and <= (byte)'9', ..] digits
        && Utf8Parser.TryParse(digits, out long key, out int used) && used == digits.Length
            ? key
            : null;

    // Some answers have their code as text.
    private static int? Number(in Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.Number && json.TryGetInt32(out int number) ? number
        : int.TryParse(ReplyText.Text(json), NumberStyles.Integer, CultureInfo.InvariantCulture, out number) ? number
        : null;

    private static string? Words(in Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.String && json.ValueTextEquals("success"u8) ? "success" : ReplyText.Text(json);
}
