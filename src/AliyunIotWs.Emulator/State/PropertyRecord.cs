using System.Text.Json;

namespace AliyunIotWs.Emulator.State;

/// <summary>A property, and when it had this value.</summary>
internal sealed record PropertyRecord(JsonElement Value, DateTimeOffset Time);
