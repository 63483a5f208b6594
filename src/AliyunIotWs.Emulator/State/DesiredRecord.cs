using System.Text.Json;

namespace AliyunIotWs.Emulator.State;

/// <summary>A desired value with its version.</summary>
internal sealed record DesiredRecord(JsonElement Value, long Version);
