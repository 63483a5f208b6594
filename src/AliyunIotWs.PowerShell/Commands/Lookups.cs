using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>Where cmdlets find what the session has open.</summary>
internal static class Lookups
{
    public static SessionLookup<IotMqttConnection> Connections { get; } = new(
        "IotMqttConnection",
        "connection",
        "-Connection",
        session => session.Connections,
        session => session.Default,
        connection => connection.Name,
        IotErrorId.ConnectionNotFound,
        IotErrorId.ConnectionAmbiguous,
        new IotException(
            IotErrorId.NotConnected,
            "This session has no connection.",
            "Connect first: New-IotMqttCredential … | Connect-IotMqtt."),
        "connect here, with a credential, which travels.");

    public static SessionLookup<IotEmulator> Emulators { get; } = new(
        "IotEmulator",
        "emulator",
        "-Emulator",
        session => session.Emulators,
        session => session.DefaultEmulator,
        emulator => emulator.Name,
        IotErrorId.EmulatorNotFound,
        IotErrorId.EmulatorAmbiguous,
        new IotException(
            IotErrorId.EmulatorNotFound, "This session has no emulator.", "Start one with Start-IotEmulator."),
        "work with it where it was started; its Endpoint takes devices from everywhere on its machine.");
}
