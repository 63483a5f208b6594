using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace AliyunIotWs.Emulator.Cloud.Alink;

/// <summary>Writes JSON as the platform does: without blanks, and letters of any language as they are.</summary>
internal static class CompactJson
{
    private const int MostKept = 64 * 1024;

    private static readonly JsonWriterOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    // What a thread writes next with; taken away while it is in use, so that one may write within the writing of another.
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? t_kept;

    public static byte[] Write(Action<Utf8JsonWriter> content) => Write(content, static (json, content) => content(json));

    public static byte[] Write<TState>(TState state, Action<Utf8JsonWriter, TState> content)
    {
        var (buffer, json) = t_kept ?? NewWriter();
        t_kept = null;
        content(json, state);
        json.Flush();
        byte[] written = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity <= MostKept)
        {
            buffer.ResetWrittenCount();
            json.Reset();
            t_kept = (buffer, json);
        }

        return written;
    }

    /// <summary>Reads one JSON value; null where the bytes are none.</summary>
    public static JsonDocument? TryRead(ReadOnlyMemory<byte> bytes)
    {
        // The reader finds text that is no text only when it is asked for, and throws then.
        if (!Utf8.IsValid(bytes.Span))
            return null;
        try
        {
            var document = JsonDocument.Parse(bytes);
            if (!HasHalfPair(bytes.Span))
                return document;
            document.Dispose();
        }
        catch (JsonException)
        {
            // It is no JSON, and null says so.
        }

        return null;
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) NewWriter()
    {
        var buffer = new ArrayBufferWriter<byte>();
        return (buffer, new Utf8JsonWriter(buffer, s_options));
    }

    // An escape such as \ud800 may be half of a surrogate pair, which no string can hold.
    private static bool HasHalfPair(ReadOnlySpan<byte> json)
    {
        bool expectsLow = false;
        for (int i = json.IndexOf((byte)'\\'); i >= 0 && i < json.Length; i++)
        {
            bool escape = json[i] == '\\';
            bool unicode = escape && json[i + 1] == 'u';
            char unit = unicode ? (char)Convert.ToInt32(Encoding.ASCII.GetString(json.Slice(i + 2, 4)), 16) : '\0';
            if (expectsLow != char.IsLowSurrogate(unit))
                return true;
            expectsLow = char.IsHighSurrogate(unit);
            i += unicode ? 5 : escape ? 1 : 0;
        }

        return false;
    }
}
