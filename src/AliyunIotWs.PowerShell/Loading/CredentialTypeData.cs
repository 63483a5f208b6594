using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace AliyunIotWs.PowerShell.Loading;

/// <summary>
/// The properties of a credential, fresh or stored, that are shown where no view of the module applies, as in the list of
/// another type: all but the password.
/// </summary>
/// <remarks>
/// In the manifest (TypesToProcess) it would be loaded before the check for a second copy, and can not be loaded twice. The
/// command is called by its type: by its name PowerShell would first import the whole of Microsoft.PowerShell.Utility.
/// </remarks>
internal static class CredentialTypeData
{
    private static readonly string[] s_shown =
    [
        nameof(IotMqttCredential.ProductKey), nameof(IotMqttCredential.DeviceName), nameof(IotMqttCredential.ClientId),
        nameof(IotMqttCredential.SignMethod), nameof(IotMqttCredential.Timestamp), nameof(IotMqttCredential.Transport),
        nameof(IotMqttCredential.SecureMode), nameof(IotMqttCredential.Endpoint), nameof(IotMqttCredential.MqttClientId),
        nameof(IotMqttCredential.MqttUsername),
    ];

    public static void Load()
    {
        var command = Type.GetType(
            "Microsoft.PowerShell.Commands.UpdateTypeDataCommand, Microsoft.PowerShell.Commands.Utility");
        // A host without PowerShell's own commands has none that formats.
        if (command is null)
            return;
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(new CmdletInfo("Update-TypeData", command))
            .AddParameter("TypeData", new[] { Shown(string.Empty), Shown("Deserialized.") })
            .AddParameter("Force")
            .Invoke();
    }

    private static TypeData Shown(string prefix) =>
        new(prefix + typeof(IotMqttCredential).FullName) { DefaultDisplayPropertySet = new PropertySetData(s_shown) };
}
