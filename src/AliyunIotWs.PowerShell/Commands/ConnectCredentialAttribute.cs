using System.Management.Automation;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Takes a signed credential, and lets the row of a stored one pass on to the parameters of its fields. The engine would
/// get there by an exception too, which costs a fleet more than all else that is done for a row before its connect.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConnectCredentialAttribute : ArgumentTransformationAttribute
{
    private static readonly CredentialArgumentAttribute s_credential = new();
    private static readonly NoCredential s_row = new();

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        inputData is PSObject { BaseObject: PSCustomObject } row && HasFields(row)
            ? s_row
            : s_credential.Transform(engineIntrinsics, inputData);

    // What fits none of the parameters goes the long way, whose errors do not repeat the row with its secret.
    private static bool HasFields(PSObject row) =>
        IsText(row, nameof(ConnectIotMqttCommand.MqttClientId)) && IsText(row, nameof(ConnectIotMqttCommand.MqttUsername))
        && IsText(row, nameof(ConnectIotMqttCommand.MqttPassword)) && IsText(row, nameof(ConnectIotMqttCommand.Endpoint));

    private static bool IsText(PSObject row, string name) => row.Properties[name]?.Value is string { Length: > 0 };

    // Stands for the row where it was given as an argument: the engine then shows what it can not convert.
    private sealed class NoCredential
    {
        public override string ToString() => "row of fields (rows are piped; a credential comes from New-IotMqttCredential)";
    }
}
