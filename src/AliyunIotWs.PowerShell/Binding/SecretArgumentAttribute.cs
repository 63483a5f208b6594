using System.Management.Automation;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Takes a secret as string or SecureString; an error about anything else does not repeat it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        IotSecret.From(inputData)
        ?? throw new ArgumentTransformationMetadataException("A secret is a string or a SecureString.");
}
