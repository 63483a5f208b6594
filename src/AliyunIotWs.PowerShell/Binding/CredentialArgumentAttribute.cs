using System.Management.Automation;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>
/// Takes a signed credential. The engine's own error about anything else, such as the row of a file, would repeat it
/// with its secret.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CredentialArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is IotMqttCredential credential)
            return credential;
        const string Message = "A credential comes from New-IotMqttCredential.";
        // The inner exception lets the engine try the other parameters with what was piped in.
        throw new ArgumentTransformationMetadataException(Message, new PSInvalidCastException(Message));
    }
}
