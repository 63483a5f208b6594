using System.Text.Json;

namespace AliyunIotWs.Emulator.Cloud.ThingModel;

/// <summary>A property as the device posted it.</summary>
/// <param name="Value">A clone, which lives as long as it is kept.</param>
/// <param name="Time">When it had this value: the device's own time where it gave one, else that of arrival.</param>
internal readonly record struct PropertyValue(JsonElement Value, DateTimeOffset Time);
