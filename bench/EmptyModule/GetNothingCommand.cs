using System.Management.Automation;

namespace EmptyModule;

/// <summary>Emits nothing. What its module costs to import is what any binary module costs.</summary>
[Cmdlet(VerbsCommon.Get, "Nothing")]
public sealed class GetNothingCommand : PSCmdlet;
