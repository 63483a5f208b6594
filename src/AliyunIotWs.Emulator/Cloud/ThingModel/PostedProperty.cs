using System.Text.Json;

namespace AliyunIotWs.Emulator.Cloud.ThingModel;

/// <summary>A property of a message that is not kept yet.</summary>
/// <param name="Identifier">Its name.</param>
/// <param name="Value">Lives as long as the message's document.</param>
/// <param name="Time">When it had this value.</param>
internal sealed record PostedProperty(string Identifier, JsonElement Value, DateTimeOffset Time);
