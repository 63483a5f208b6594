using System.Text.Json;

namespace AliyunIotWs.Emulator.Cloud.ThingModel;

/// <summary>What a property is to become.</summary>
/// <param name="Value">A clone; null once it was cleared, while the version goes on counting.</param>
/// <param name="Version">1 for the first value, one more with each change.</param>
internal readonly record struct DesiredValue(JsonElement? Value, long Version);
