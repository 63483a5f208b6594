using System.Text.Json;

namespace AliyunIotWs.Emulator.Cloud.Shadow;

/// <summary>A device's request to its shadow, as far as it is well formed.</summary>
/// <param name="Method"><c>update</c>, <c>get</c> or <c>delete</c>.</param>
/// <param name="Reported">Attributes by name; null where the whole half is meant or none of it.</param>
/// <param name="ClearsDesired">True where <c>desired</c> is to be emptied.</param>
/// <param name="Version">Of an update or a delete.</param>
internal sealed record ShadowRequest(string Method, JsonElement? Reported, bool ClearsDesired, long Version)
{
    /// <summary>Reads a request, or says what is wrong with it.</summary>
    /// <param name="payload">As it was sent.</param>
    /// <param name="root">The payload as JSON; null where it is none.</param>
    public static (ShadowRequest? Request, ShadowFault? Fault) Read(ReadOnlyMemory<byte> payload, JsonElement? root)
    {
        if (payload.IsEmpty || root is { ValueKind: JsonValueKind.Object } empty && !empty.EnumerateObject().MoveNext())
            return (null, ShadowFault.Empty);
        if (root is not { ValueKind: JsonValueKind.Object } request)
            return (null, ShadowFault.NotJson);
        if (!request.TryGetProperty("method", out var method))
            return (null, ShadowFault.NoMethod);
        return method.ToString() switch
        {
            "get" => (new ShadowRequest("get", null, false, 0), null),
            "update" or "delete" => ReadChange(method.ToString(), request),
            _ => (null, ShadowFault.UnknownMethod),
        };
    }

    private static (ShadowRequest?, ShadowFault?) ReadChange(string method, JsonElement request)
    {
        if (!request.TryGetProperty("state", out var state) || state.ValueKind != JsonValueKind.Object)
            return (null, ShadowFault.NoState);
        if (!request.TryGetProperty("version", out var version)
            || version.ValueKind != JsonValueKind.Number || !version.TryGetInt64(out long number))
        {
            return (null, ShadowFault.NoVersion);
        }

        bool clearsDesired = state.TryGetProperty("desired", out var desired) && IsNull(desired);
        bool hasReported = state.TryGetProperty("reported", out var reported);
        if (!hasReported && !(clearsDesired && method == "update"))
            return (null, ShadowFault.NoReported);
        bool whole = method == "delete" && IsNull(reported);
        if (hasReported && !whole
            && (reported.ValueKind != JsonValueKind.Object || !reported.EnumerateObject().MoveNext()))
        {
            return (null, ShadowFault.ReportedEmpty);
        }

        return (new ShadowRequest(method, hasReported && !whole ? reported : null, clearsDesired, number), null);
    }

    // The page writes the text "null"; what a programmer would write is taken too.
    private static bool IsNull(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null
        || (value.ValueKind == JsonValueKind.String && value.ValueEquals("null"));
}
