using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Limits;

namespace AliyunIotWs.Emulator.Hosting;

/// <summary>How to start an emulator.</summary>
internal sealed record EmulatorOptions
{
    /// <summary>The devices that it knows from the start.</summary>
    public IReadOnlyList<EmulatorDevice> Devices { get; init; } = [];

    /// <summary>What is known of the devices' products; others have the topic classes of a new product.</summary>
    public IReadOnlyList<EmulatorProduct> Products { get; init; } = [];

    /// <summary>Port for <c>ws</c>, 0 to 65,535; 0 is any free one.</summary>
    public int Port { get; init; }

    /// <summary>Port for <c>wss</c>, 0 to 65,535; 0 is any free one.</summary>
    public int SecurePort { get; init; }

    /// <summary>Accepts signatures that leave the clientId out, any keep-alive, and all topics of a device's own.</summary>
    public bool Lenient { get; init; }

    /// <summary>Which limits on speed and number are kept.</summary>
    public EmulatorLimits Limits { get; init; } = new();

    /// <summary>Web pages of other machines that may connect, as origins; <c>*</c> stands for all.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>The clock of events, messages, keep-alive and time limits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Time for TLS and the HTTP upgrade together, and again for the CONNECT after it.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
