using System.Management.Automation;
using System.Security;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Takes a secret as string or SecureString; an error about anything else does not repeat it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            IotSecret secret => secret,
            string text => new IotSecret(text),
            SecureString secure => new IotSecret(secure),
            null => new IotSecret(string.Empty),
            _ => throw new ArgumentTransformationMetadataException("A secret is a string or a SecureString."),
        };
    }
}
