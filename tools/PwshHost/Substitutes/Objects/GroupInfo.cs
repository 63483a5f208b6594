using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>One group; the engine's own views show objects of this name.</summary>
public class GroupInfo
{
    internal GroupInfo(object?[] values, IEnumerable<PSObject> members)
    {
        Values = new ArrayList(values);
        Name = string.Join(", ", values.Select(LanguagePrimitives.ConvertTo<string>));
        Group = new Collection<PSObject>([.. members]);
        Count = Group.Count;
    }

    public ArrayList Values { get; }

    public string Name { get; }

    public int Count { get; }

    public Collection<PSObject> Group { get; private protected set; }
}
