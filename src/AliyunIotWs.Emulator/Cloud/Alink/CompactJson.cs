using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AliyunIotWs.Emulator.Cloud.Alink;

/// <summary>Writes JSON as the platform does: no blanks, and no escapes but those that JSON asks for.</summary>
internal static class CompactJson
{
    private static readonly JsonWriterOptions s_options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_options))
            content(json);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads one JSON value; null where the bytes are none.</summary>
    public static JsonDocument? TryRead(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
