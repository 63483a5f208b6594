namespace AliyunIotWs.Emulator.Devices;

/// <summary>A sub-device's time online, over the connection of its gateway.</summary>
/// <param name="Gateway">Whose connection carries it.</param>
/// <param name="ClientId">That it logged in with.</param>
/// <param name="Clean">Its subscriptions, and what waits for it, end with the session.</param>
/// <param name="Since">When it logged in.</param>
internal sealed record SubDeviceSession(DeviceEntry Gateway, string? ClientId, bool Clean, DateTimeOffset Since);
