using System.Text;
using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Cloud.Rrpc;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs;

/// <summary>What the emulated cloud asked of a device, and what the device answered.</summary>
public sealed class IotEmulatorCall
{
    internal IotEmulatorCall(CloudCall call) => Call = call;

    /// <summary>The device as <c>productKey/deviceName</c>.</summary>
    public string Device => Call.Device.Key;

    /// <summary>The topic that the request was sent on.</summary>
    public string Topic => Call.Topic;

    /// <summary>The id of the request: the message's, or that of the RRPC.</summary>
    public string Id => Call.Id;

    /// <summary>Pending, Success, Timeout, Offline, or HalfConn: lost less than one keep-alive ago.</summary>
    public string Status => Outcome?.Status.ToString() ?? "Pending";

    /// <summary>The code in the device's answer; null where it has none.</summary>
    public int? Code =>
        Member("code") is { ValueKind: JsonValueKind.Number } code && code.TryGetInt32(out int number) ? number : null;

    /// <summary>The data in the device's answer; null where it has none.</summary>
    public object? Data => Member("data") is { } data ? JsonValue.From(data) : null;

    /// <summary>The device's answer read as UTF-8; null before it came.</summary>
    public string? Payload => Bytes is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>The device's answer byte for byte; null before it came.</summary>
    public byte[]? Bytes => Outcome is { Status: CallStatus.Success } outcome ? outcome.Answer : null;

    internal CloudCall Call { get; }

    internal CallOutcome? Outcome => Call.Completion.IsCompletedSuccessfully ? Call.Completion.Result : null;

    /// <summary>Status, and the answer where there is one.</summary>
    public override string ToString() => Payload is { } payload ? $"{Status}: {payload}" : Status;

    private JsonElement? Member(string name)
    {
        if (Bytes is not { } bytes)
            return null;
        using var document = CompactJson.TryRead(bytes);
        return document?.RootElement.Member(name) is { ValueKind: not JsonValueKind.Undefined } member
            ? member.Clone()
            : null;
    }
}
