using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace PwshHost.Hosting;

/// <summary>Every public cmdlet type of this assembly, with the aliases that a stock session gives it.</summary>
internal static class SubstituteCatalog
{
    public static void AddTo(InitialSessionState initial)
    {
        foreach (var (name, type) in Cmdlets())
            initial.Commands.Add(new SessionStateCmdletEntry(name, type, helpFileName: null));

        foreach (var (alias, command) in SubstituteAliases.All)
        {
            // The engine's own default aliases would point to the same command.
            initial.Commands.Remove(alias, typeof(SessionStateAliasEntry));
            initial.Commands.Add(new SessionStateAliasEntry(alias, command));
        }
    }

    public static IEnumerable<(string Name, Type Type)> Cmdlets() =>
        from type in typeof(SubstituteCatalog).Assembly.GetExportedTypes()
        let attribute = type.GetCustomAttribute<CmdletAttribute>()
        where attribute is not null
        select ($"{attribute.VerbName}-{attribute.NounName}", type);
}
