namespace AliyunIotWs.Emulator.Events;

/// <summary>A line of the emulator's cloud log. It never holds a secret, a password or a payload.</summary>
/// <param name="Number">Counts the lines of an emulator, from 1.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Code">What happened.</param>
/// <param name="ProductKey">Of the device, where one is known.</param>
/// <param name="DeviceName">Of the device, where one is known.</param>
/// <param name="ClientId">The part of the MQTT client id before the first <c>|</c>, where one was sent.</param>
/// <param name="Message">The reason in words, for people.</param>
internal sealed record EmulatorEvent(
    long Number,
    DateTimeOffset Time,
    EmulatorEventCode Code,
    string? ProductKey,
    string? DeviceName,
    string? ClientId,
    string Message);
