using System.Collections;
using System.Management.Automation;
using System.Security;
using AliyunIotWs.PowerShell.Commands;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>
/// Takes a signed credential, and lets the row of a stored one pass on to the parameters of its fields. The engine's own
/// error about anything else, such as the row of a file, would repeat it with its secret.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CredentialArgumentAttribute : ArgumentTransformationAttribute
{
    private static readonly StoredRow s_row = new();

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is IotMqttCredential credential)
            return credential;
        // An exception would pass it on as well, but costs a fleet more than all else that is done for a row.
        if (value is PSCustomObject && HasFields((PSObject)inputData))
            return s_row;
        if (value is PSCustomObject && ((PSObject)inputData).Properties[nameof(ConnectIotMqttCommand.MqttPassword)] is { } password
            && StoredCredential.IsPlaceholder(password.Value))
        {
            throw new ArgumentTransformationMetadataException(StoredCredential.NoPassword);
        }

        const string Message = "A credential comes from New-IotMqttCredential.";
        // Fits nothing else, and would be told as an object of the pipeline that fits nothing.
        if (value is IDictionary or PSCredential or SecureString || IsDevice(inputData))
        {
            throw new ArgumentTransformationMetadataException(
                "What describes a device is signed first: … | New-IotMqttCredential -Endpoint … | Connect-IotMqtt.");
        }

        // The inner exception lets the engine try the other parameters with what was piped in.
        throw new ArgumentTransformationMetadataException(Message, new PSInvalidCastException(Message));
    }

    // What fits none of the parameters goes the long way, whose errors do not repeat the row.
    private static bool HasFields(PSObject row) =>
        IsText(row, nameof(ConnectIotMqttCommand.MqttClientId)) && IsText(row, nameof(ConnectIotMqttCommand.MqttUsername))
        && IsText(row, nameof(ConnectIotMqttCommand.MqttPassword)) && IsText(row, nameof(ConnectIotMqttCommand.Endpoint));

    private static bool IsDevice(object input) => input is PSObject { BaseObject: PSCustomObject } row
        && row.Properties[nameof(ConnectIotMqttCommand.DeviceName)] is not null
        && row.Properties[nameof(ConnectIotMqttCommand.MqttUsername)] is null;

    private static bool IsText(PSObject row, string name) => row.Properties[name]?.Value is string { Length: > 0 };

    // Stands for the row where it was given as an argument: the engine then shows what it can not convert.
    private sealed class StoredRow
    {
        public override string ToString() => "row of fields (rows are piped; a credential comes from New-IotMqttCredential)";
    }
}
