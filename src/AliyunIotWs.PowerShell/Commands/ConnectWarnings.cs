using System.Management.Automation;
using AliyunIotWs.Session;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>What a user should hear before a connect that the platform will punish later.</summary>
internal static class ConnectWarnings
{
    // The platform lets a device in once: the older connection would be closed, connect again, and close this one.
    public static void WarnOfDuel(Cmdlet cmdlet, ConnectionSettings settings)
    {
        var older = ModuleState.Current.ConnectionsOfDevice(settings).FirstOrDefault(
            c => c.State is IotConnectionState.Connected or IotConnectionState.Reconnecting);
        if (older is not null)
        {
            cmdlet.WriteWarning(
                $"'{IotText.Show(older.Name)}' is already connected as this device: the platform will close it, and the two will take "
                + "the place from each other. Disconnect-IotMqtt closes the older one.");
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
