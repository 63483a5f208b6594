using System.Management.Automation;
using System.Text;
using System.Text.Json;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Makes the bytes of a message: a string as UTF-8, bytes as they are, anything else as JSON.</summary>
internal static class PayloadBytes
{
    public static ReadOnlyMemory<byte> From(object? payload)
    {
        object? value = payload is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : payload;
        switch (value)
        {
            case string text:
                return Encoding.UTF8.GetBytes(text);
            case byte[] bytes:
                return bytes;
            case ReadOnlyMemory<byte> memory:
                return memory;
            case Memory<byte> memory:
                return memory;
            case ArraySegment<byte> segment:
                return segment;
            case IotMessage message:
                return message.Bytes;
            case ScriptBlock:
                throw new IotException(
                    IotErrorId.InvalidPayload,
                    "The payload is a script block.",
                    "Compute it before: ForEach-Object { … } | Send-IotMessage.");
            case null:
                throw new IotException(
                    IotErrorId.InvalidPayload, "The payload is null.", "Send '' for a message without content.");
        }

        try
        {
            return JsonPayload.Write(payload!);
        }
        catch (Exception e) when (e is JsonException or GetValueException or ArgumentException)
        {
            throw new IotException(
                IotErrorId.InvalidPayload,
                $"The payload of type {value.GetType().Name} can not be written as JSON: {e.Message}",
                "Send a string, bytes, or an object of plain values, hashtables and arrays.",
                e);
        }
    }

    /// <summary>The content of a file, byte for byte.</summary>
    /// <exception cref="IotException">It can not be read.</exception>
    public static byte[] OfFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IotException(
                IotErrorId.InvalidPayload, $"The file can not be read: {e.Message}", "Give -InFile the path of a file.", e);
        }
    }
}
