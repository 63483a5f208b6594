using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

public sealed class GroupInfoNoElement : GroupInfo
{
    internal GroupInfoNoElement(object?[] values, IEnumerable<PSObject> members)
        : base(values, members) => Group = [];
}
