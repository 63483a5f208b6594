using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;

namespace AliyunIotWs.Emulator.Cloud.Shadow;

/// <summary>
/// A device's shadow document. Bounded: 128 attributes in each half and 16 KiB. A device that never wrote has version 0
/// and an empty state, which is a guess. An attribute is replaced as a whole, objects included; the page on shadows
/// shows flat ones only.
/// </summary>
internal sealed class DeviceShadow
{
    /// <summary>Attributes of the reported half, and of the desired half.</summary>
    public const int MostAttributes = 128;

    /// <summary>Bytes of both halves together.</summary>
    public const int MostBytes = 16 * 1024;

    // The page's way to clear everything: the version after it is 0.
    private const long ClearingVersion = -1;

    private readonly object _gate = new();
    private ShadowPart _reported = new();
    private ShadowPart _desired = new();
    private long _timestamp;

    /// <summary>0 until it is written for the first time.</summary>
    public long Version { get; private set; }

    /// <summary>What a device updates: its reported half, and the desired half where it clears that.</summary>
    /// <returns>Null, or why nothing has changed.</returns>
    public ShadowFault? Update(JsonElement? reported, bool clearDesired, long version, long now)
    {
        lock (_gate)
        {
            bool clearAll = version == ClearingVersion;
            if (!clearAll && version <= Version)
                return ShadowFault.Conflict;
            var newReported = clearAll ? new ShadowPart() : _reported.Copy();
            if (reported is { } values)
                newReported.Merge(values, now);
            var newDesired = clearAll || clearDesired ? new ShadowPart() : _desired;
            return Replace(newReported, newDesired, clearAll ? 0 : version, now);
        }
    }

    /// <summary>What a device deletes of its reported half.</summary>
    /// <param name="names">Of attributes; null for all.</param>
    /// <param name="version">Above the stored one.</param>
    /// <param name="now">In seconds.</param>
    /// <returns>Null, or why nothing has changed.</returns>
    public ShadowFault? Delete(IEnumerable<string>? names, long version, long now)
    {
        lock (_gate)
        {
            if (version <= Version)
                return ShadowFault.Conflict;
            var rest = names is null ? new ShadowPart() : _reported.Copy();
            foreach (string name in names ?? [])
                rest.Remove(name);
            return Replace(rest, _desired, version, now);
        }
    }

    /// <summary>What an application wishes; counts the version up.</summary>
    /// <param name="values">An object; its attributes are merged.</param>
    /// <param name="now">In seconds.</param>
    /// <returns>Null, or why nothing has changed.</returns>
    public ShadowFault? Desire(JsonElement values, long now)
    {
        lock (_gate)
        {
            var desired = _desired.Copy();
            desired.Merge(values, now);
            return Replace(_reported, desired, Version + 1, now);
        }
    }

    /// <summary>Takes over what <see cref="WriteDocument"/> has written.</summary>
    /// <returns>False where it is no such document, or too large.</returns>
    public bool TryRestore(JsonElement document)
    {
        if (!document.Member("version").TryGetInteger(out long version)
            || !document.Member("timestamp").TryGetInteger(out long timestamp)
            || document.Member("state").ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        ShadowPart PartOf(string half)
        {
            var part = new ShadowPart();
            var times = document.Member("metadata").Member(half);
            if (document.Member("state").Member(half) is { ValueKind: JsonValueKind.Object } values)
            {
                part.Merge(values, name =>
                    times.Member(name).Member("timestamp").TryGetInteger(out long time) ? time : timestamp);
            }

            return part;
        }

        lock (_gate)
            return Replace(PartOf("reported"), PartOf("desired"), version, timestamp) is null;
    }

    /// <summary>Writes <c>"state":{…},"metadata":{…}</c>; a half that is empty is left out.</summary>
    /// <returns>The version of what was written.</returns>
    public long WriteState(Utf8JsonWriter json)
    {
        lock (_gate)
        {
            json.WriteStartObject("state");
            Write(json, part => part.WriteValues(json));
            json.WriteEndObject();
            json.WriteStartObject("metadata");
            Write(json, part => part.WriteTimestamps(json));
            json.WriteEndObject();
            return Version;
        }
    }

    /// <summary>Writes the whole document as the platform's page shows it.</summary>
    public void WriteDocument(Utf8JsonWriter json)
    {
        lock (_gate)
        {
            json.WriteStartObject();
            WriteState(json);
            json.WriteNumber("timestamp", _timestamp);
            json.WriteNumber("version", Version);
            json.WriteEndObject();
        }
    }

    private void Write(Utf8JsonWriter json, Action<ShadowPart> write)
    {
        foreach (var (name, part) in new[] { ("reported", _reported), ("desired", _desired) })
        {
            if (part.IsEmpty)
                continue;
            json.WritePropertyName(name);
            write(part);
        }
    }

    private ShadowFault? Replace(ShadowPart reported, ShadowPart desired, long version, long now)
    {
        if (reported.Count > MostAttributes || desired.Count > MostAttributes)
            return ShadowFault.TooManyAttributes;
        if (reported.Size + desired.Size > MostBytes)
            return ShadowFault.TooLarge;
        (_reported, _desired, Version, _timestamp) = (reported, desired, version, now);
        return null;
    }
}
