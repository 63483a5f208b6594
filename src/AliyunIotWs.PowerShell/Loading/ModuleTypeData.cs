using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace AliyunIotWs.PowerShell.Loading;

/// <summary>
/// What PowerShell has to know of the module's types beside their .NET properties: those of a credential, fresh or stored,
/// that are shown where no view of the module applies, which are all but the password; which connection and emulator is
/// the default; and the properties that go through <see cref="ShownMembers"/>.
/// </summary>
/// <remarks>
/// In the manifest (TypesToProcess) it would be loaded before the check for a second copy, and can not be loaded twice. It
/// goes straight into the runspace's table, as Update-TypeData puts it there: the command, which is the way where an
/// engine hides the table, costs each import 15 ms.
/// </remarks>
internal static class ModuleTypeData
{
    private static readonly string[] s_credential =
    [
        nameof(IotMqttCredential.ProductKey), nameof(IotMqttCredential.DeviceName), nameof(IotMqttCredential.ClientId),
        nameof(IotMqttCredential.SignMethod), nameof(IotMqttCredential.Timestamp), nameof(IotMqttCredential.Transport),
        nameof(IotMqttCredential.SecureMode), nameof(IotMqttCredential.Endpoint), nameof(IotMqttCredential.MqttClientId),
        nameof(IotMqttCredential.MqttUsername),
    ];

    // Export-Clixml would write a number of them, which compares with no word when it is read back.
    private static readonly Type[] s_words =
    [
        typeof(IotConnectionState), typeof(IotStageResult), typeof(IotConnectionStage), typeof(IotSignMethod),
        typeof(IotTransport), typeof(IotPacketDirection), typeof(IotRequestKind), typeof(IotEmulatorEventCode),
    ];

    public static void Load()
    {
        var all = All();
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

    private static TypeData[] All() =>
    [
        Credential(string.Empty),
        Credential("Deserialized."),
        .. s_words.Select(Word),
        Members<IotMqttConnection>(nameof(ShownMembers.IsDefault), nameof(ShownMembers.ConnectedAt)),
        Members<IotEmulator>(nameof(ShownMembers.IsDefault)),
        Members<IotMessage>(nameof(ShownMembers.Topic), nameof(ShownMembers.Payload), nameof(ShownMembers.ReceivedAt)),
        Members<IotEmulatorMessage>(nameof(ShownMembers.Topic), nameof(ShownMembers.Payload), nameof(ShownMembers.ReceivedAt)),
        Members<IotRequest>(nameof(ShownMembers.Topic), nameof(ShownMembers.Payload), nameof(ShownMembers.ReceivedAt)),
        Members<IotMqttPacket>(nameof(ShownMembers.Topic), nameof(ShownMembers.Payload), nameof(ShownMembers.Time)),
        Members<IotPublishReceipt>(nameof(ShownMembers.Topic)),
        Members<IotSubscription>(nameof(ShownMembers.Topic)),
        Members<IotReply>(nameof(ShownMembers.Message), nameof(ShownMembers.Payload)),
        Members<IotEmulatorCall>(nameof(ShownMembers.Payload)),
        Members<IotEmulatorEvent>(nameof(ShownMembers.Time)),
        Members<IotEmulatorDevice>(
            nameof(ShownMembers.ConnectedAt), nameof(ShownMembers.RegisteredAt), nameof(ShownMembers.ActivatedAt)),
    ];

    private static TypeData Credential(string prefix) =>
        new(prefix + typeof(IotMqttCredential).FullName)
        {
            DefaultDisplayPropertySet = new PropertySetData(s_credential),
            // Also where the module is imported anew.
            IsOverride = true,
        };

    private static TypeData Word(Type enumeration) =>
        new(enumeration) { SerializationMethod = "String", IsOverride = true };

    private static TypeData Members<T>(params string[] names)
    {
        var data = new TypeData(typeof(T)) { IsOverride = true };
        foreach (string name in names)
            data.Members.Add(name, new CodePropertyData(name, typeof(ShownMembers).GetMethod(name)));
        return data;
    }
}
