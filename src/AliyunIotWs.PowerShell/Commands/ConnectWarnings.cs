using System.Management.Automation;
using AliyunIotWs.Session;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>What a user should hear of a connect that the platform will punish.</summary>
internal static class ConnectWarnings
{
    // The platform lets a device in once: the older connection is closed, connects again, and closes this one. Other
    // brokers do so with a client id (MQTT 3.1.1, section 3.1.4).
    public static void WarnOfDuel(Cmdlet cmdlet, ConnectionSettings accepted)
    {
        var state = ModuleState.Current;
        bool once = accepted.IsPlatform || accepted.Endpoints.Any(
            endpoint => state.Emulators.Any(emulator => emulator.IsAt(endpoint)));
        var older = state.ConnectionsOfDevice(accepted).FirstOrDefault(
            c => IotSessionState.IsOpen(c) && (once || c.Session.Settings.MqttClientId == accepted.MqttClientId));
        if (older is not null)
        {
            cmdlet.WriteWarning(
                $"'{IotText.Show(older.Name)}' is connected as this device, too: the broker closes it, and the two will "
                + "take the place from each other. Disconnect-IotMqtt closes the older one.");
        }
    }

    // A mode that does not fit the scheme is refused by the platform with a code that does not say so.
    public static void WarnOfSecureMode(Cmdlet cmdlet, ConnectionSettings settings)
    {
        if (!ClientIdFault.IsOtherTransport(settings))
            return;
        cmdlet.WriteWarning(
            $"The credential was signed for another transport than {settings.Endpoint.Scheme}: the platform refuses it. "
            + $"Sign it with New-IotMqttCredential -Transport {settings.Endpoint.Scheme}.");
    }
}
