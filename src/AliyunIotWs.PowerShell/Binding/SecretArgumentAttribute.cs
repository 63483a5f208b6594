using System.Collections;
using System.Management.Automation;
using System.Security;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>
/// Takes a secret as SecureString, for which a host prompts without showing it, or in another of the forms that
/// Get-Secret emits; an error about anything else does not repeat it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is SecureString)
            return value;
        return IotSecret.From(value)?.Secure() ?? throw new ArgumentTransformationMetadataException(
            value is IDictionary
                ? "A secret is a SecureString, a PSCredential or a string. A table that describes a device is piped: "
                  + "Get-Secret … | New-IotMqttCredential."
                : "A secret is a SecureString, a PSCredential or a string.");
    }
}
