using System.Collections;
using System.Reflection;

namespace HelpBuilder.Facts;

/// <summary>What the class of a check says of it.</summary>
/// <param name="Group">The group, in the words of its name.</param>
/// <param name="Name">The check.</param>
/// <param name="Rule">In English, then in Chinese.</param>
/// <param name="Source">Where the rule stands.</param>
internal sealed record CheckFacts(string Group, string Name, (string English, string Chinese) Rule, string Source)
{
    private const string Catalog = "AliyunIotWs.Emulator.Judging.CheckCatalog";

    /// <summary>All checks of the emulator beside an assembly; their types are no part of what it shows to others.</summary>
    public static IReadOnlyList<CheckFacts> ReadAll(string assembly)
    {
        string path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(assembly))!, "AliyunIotWs.Emulator.dll");
        var catalog = Assembly.LoadFrom(path).GetType(Catalog, throwOnError: true)!;
        var all = (IEnumerable)catalog.GetProperty("All", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        return
        [
            .. all.Cast<object>().Select(check => new CheckFacts(
                Value(check, "Group").ToString()!,
                (string)Value(check, "Name"),
                ((string)Value(Value(check, "Rule"), "English"), (string)Value(Value(check, "Rule"), "Chinese")),
                (string)Value(check, "Source"))),
        ];
    }

    private static object Value(object owner, string property) => owner.GetType().GetProperty(property)!.GetValue(owner)!;
}
