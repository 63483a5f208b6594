using System.Management.Automation;
using System.Reflection;

namespace HelpBuilder.Facts;

/// <summary>What the class of a cmdlet says of it.</summary>
internal sealed record CommandFacts(string Name, IReadOnlyList<ParameterFacts> Parameters)
{
    /// <summary>PowerShell's name for a parameter set that holds wherever no other one does.</summary>
    public const string AllSets = "__AllParameterSets";

    public string? DefaultSet { get; init; }

    public string Verb => Name[..Name.IndexOf('-', StringComparison.Ordinal)];

    public string Noun => Name[(Name.IndexOf('-', StringComparison.Ordinal) + 1)..];

    /// <summary>The parameter sets, the default one first.</summary>
    public IReadOnlyList<string> Sets
    {
        get
        {
            var names = Parameters.SelectMany(p => p.Places).Select(p => p.Set).Where(s => s != AllSets).Distinct();
            string[] sets = [.. names.OrderByDescending(s => s == DefaultSet).ThenBy(s => s, StringComparer.Ordinal)];
            return sets.Length > 0 ? sets : [AllSets];
        }
    }

    /// <summary>The parameters of a set: by position, then the others that are required, then the rest.</summary>
    public IReadOnlyList<(ParameterFacts Parameter, ParameterPlace Place)> In(string set) =>
    [
        .. Parameters
            .Select(p => (Parameter: p, Place: p.PlaceIn(set)!))
            .Where(p => p.Place is not null)
            .OrderBy(p => p.Place.Position ?? int.MaxValue)
            .ThenByDescending(p => p.Place.Required)
            .ThenBy(p => p.Parameter.Name is "WhatIf" or "Confirm"),
    ];

    /// <summary>All cmdlets of an assembly.</summary>
    public static IReadOnlyList<CommandFacts> ReadAll(string assembly) =>
    [
        .. Assembly.LoadFrom(assembly).GetExportedTypes()
            .Where(t => t.GetCustomAttribute<CmdletAttribute>() is not null)
            .Select(Read)
            .OrderBy(c => c.Name, StringComparer.Ordinal),
    ];

    private static CommandFacts Read(Type type)
    {
        var metadata = new CommandMetadata(type);
        object cmdlet = Activator.CreateInstance(type)!;
        var parameters = metadata.Parameters.Values.Select(p => ParameterFacts.Read(p, cmdlet));
        (cmdlet as IDisposable)?.Dispose();
        if (metadata.SupportsShouldProcess)
            parameters = parameters.Concat([Common("WhatIf", "wi"), Common("Confirm", "cf")]);
        return new CommandFacts(metadata.Name, [.. parameters]) { DefaultSet = metadata.DefaultParameterSetName };
    }

    private static ParameterFacts Common(string name, string alias) =>
        new(name, typeof(SwitchParameter), [new ParameterPlace(AllSets, null, false, false, false)])
        {
            Aliases = [alias],
            Default = "False",
        };
}
