using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace PwshHost.Hosting;

/// <summary>
/// The few doors that the engine opens only for its own assemblies. They are all here, so that a newer engine
/// breaks one file.
/// </summary>
internal static class EngineInternals
{
    private const BindingFlags Any =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Assembly s_engine = typeof(PSObject).Assembly;

    public static Type FindType(string name) => s_engine.GetType(name, throwOnError: true)!;

    public static object Create(string typeName, params object?[] arguments) =>
        Activator.CreateInstance(FindType(typeName), Any & ~BindingFlags.Static, binder: null, arguments, culture: null)!;

    public static void Set(object target, string member, object? value)
    {
        for (var type = target.GetType(); type is not null; type = type.BaseType)
        {
            if (type.GetProperty(member, Any | BindingFlags.DeclaredOnly) is { } property)
            {
                property.SetValue(target, value);
                return;
            }

            if (type.GetField(member, Any | BindingFlags.DeclaredOnly) is { } field)
            {
                field.SetValue(target, value);
                return;
            }
        }

        throw new MissingMemberException(target.GetType().FullName, member);
    }

    public static object? Call(object target, string method, params object?[] arguments)
    {
        var types = arguments.Select(argument => argument?.GetType() ?? typeof(object)).ToArray();
        var found = target.GetType().GetMethod(method, Any, types)
            ?? throw new MissingMethodException(target.GetType().FullName, method);
        return found.Invoke(target, arguments);
    }

    /// <summary>Without it, <c>exit 3</c> in the first script would end that script only.</summary>
    public static void LetExitLeaveTheScript(Runspace runspace)
    {
        var property = typeof(Runspace).GetProperty("ExecutionContext", Any)
            ?? throw new MissingMemberException(nameof(Runspace), "ExecutionContext");
        Set(property.GetValue(runspace)!, "ScriptCommandProcessorShouldRethrowExit", true);
    }

    public static PSObject AsErrorOutput(ErrorRecord record)
    {
        var shown = new PSObject(record);
        Set(shown, "WriteStream", Enum.Parse(FindType("System.Management.Automation.WriteStreamType"), "Error"));
        return shown;
    }

    /// <summary>Ends the commands before <paramref name="requester"/> in its pipeline, and nothing else.</summary>
    public static Exception StopUpstream(InternalCommand requester) =>
        (Exception)Create("System.Management.Automation.StopUpstreamCommandsException", requester);
}
