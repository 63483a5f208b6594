using System.Management.Automation;
using AliyunIotWs.PowerShell.Commands;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Lets emulators be given by name as well, with wildcards.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EmulatorArgumentAttribute : ArgumentTransformationAttribute
{
    /// <summary>The parameter takes one.</summary>
    public bool One { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Lookups.Emulators.Transform(inputData, One);
}
