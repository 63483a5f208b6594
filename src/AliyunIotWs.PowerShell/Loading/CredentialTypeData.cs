using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace AliyunIotWs.PowerShell.Loading;

/// <summary>
/// The properties of a credential, fresh or stored, that are shown where no view of the module applies, as in the list of
/// another type: all but the password.
/// </summary>
/// <remarks>
/// In the manifest (TypesToProcess) it would be loaded before the check for a second copy, and can not be loaded twice. It
/// goes straight into the runspace's table, as Update-TypeData puts it there: the command, which is the way for all
/// engines that hide the table, costs each import 15 ms.
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
        TypeData[] all = [Shown(string.Empty), Shown("Deserialized.")];
        if (TableOf(Runspace.DefaultRunspace) is { } table)
            Array.ForEach(all, table.AddType);
        else
            Update(all);
    }

    private static TypeTable? TableOf(Runspace runspace)
    {
        object? context = Hidden(runspace, "ExecutionContext");
        return context is null ? null : Hidden(context, nameof(TypeTable)) as TypeTable;
    }

    private static object? Hidden(object of, string property) =>
        of.GetType().GetProperty(property, BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(of);

    // The command is called by its type: by its name PowerShell would first import the whole of its module.
    private static void Update(TypeData[] all)
    {
        var command = Type.GetType(
            "Microsoft.PowerShell.Commands.UpdateTypeDataCommand, Microsoft.PowerShell.Commands.Utility");
        // A host without PowerShell's own commands has none that formats.
        if (command is null)
            return;
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(new CmdletInfo("Update-TypeData", command))
            .AddParameter("TypeData", all)
            .AddParameter("Force")
            .Invoke();
    }

    private static TypeData Shown(string prefix) =>
        new(prefix + typeof(IotMqttCredential).FullName)
        {
            DefaultDisplayPropertySet = new PropertySetData(s_shown),
            // Also where the module is imported anew.
            IsOverride = true,
        };
}
