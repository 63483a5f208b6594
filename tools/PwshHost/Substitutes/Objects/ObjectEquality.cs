using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

internal static class ObjectEquality
{
    /// <summary>Objects without a value of their own are the same when all their properties are.</summary>
    public static bool AreSame(PSObject left, PSObject right, bool ignoreCase)
    {
        if (left.BaseObject is not PSCustomObject || right.BaseObject is not PSCustomObject)
            return LanguagePrimitives.Equals(left, right, ignoreCase);
        var names = left.Properties.Select(property => property.Name).ToList();
        return names.Count == right.Properties.Count() && names.TrueForAll(name =>
            right.Properties[name] is { } other
            && LanguagePrimitives.Equals(left.Properties[name].Value, other.Value, ignoreCase));
    }
}
