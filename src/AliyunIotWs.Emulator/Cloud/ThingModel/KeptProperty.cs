namespace AliyunIotWs.Emulator.Cloud.ThingModel;

/// <summary>A property as it is kept.</summary>
/// <param name="Json">Its value.</param>
/// <param name="Time">See <see cref="PropertyValue"/>.</param>
internal readonly record struct KeptProperty(string Json, DateTimeOffset Time);
