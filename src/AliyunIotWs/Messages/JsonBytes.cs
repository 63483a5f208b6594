using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AliyunIotWs.Messages;

/// <summary>Writes compact JSON, letters of any language as they are, with a writer that each thread keeps.</summary>
internal static class JsonBytes
{
    private const int MostKept = 64 * 1024;

    private static readonly JsonWriterOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    // Taken away while it is in use: a property that a script computes may write too.
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

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) NewWriter()
    {
        var buffer = new ArrayBufferWriter<byte>();
        return (buffer, new Utf8JsonWriter(buffer, s_options));
    }
}
