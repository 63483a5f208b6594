using System.Management.Automation;
using System.Management.Automation.Host;
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
        Activator.CreateInstance(
            FindType(typeName), Any & ~BindingFlags.Static, binder: null, arguments, culture: null)!;

    public static object Get(object target, string property) =>
        target.GetType().GetProperty(property, Any)?.GetValue(target)
            ?? throw new MissingMemberException(target.GetType().FullName, property);

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
        return found.Invoke(target, Any | BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
    }

    /// <summary>Without it, <c>exit 3</c> in the first script would end that script only.</summary>
    public static void LetExitLeaveTheScript(Runspace runspace)
    {
        Set(Get(runspace, "ExecutionContext"), "ScriptCommandProcessorShouldRethrowExit", true);
    }

    /// <summary>Runs the script in the caller's scope; what it emits goes out as it comes.</summary>
    public static void RunIn(Cmdlet command, ScriptBlock script)
    {
        var behaviour = FindType("System.Management.Automation.ScriptBlock+ErrorHandlingBehavior");
        var nothing = System.Management.Automation.Internal.AutomationNull.Value;
        _ = Call(
            script, "InvokeUsingCmdlet", command, false, Enum.Parse(behaviour, "WriteToCurrentErrorPipe"), nothing,
            Array.Empty<object>(), nothing, Array.Empty<object>());
    }

    /// <summary>The variables of one scope: its name, or its number counted from the caller's.</summary>
    public static PSVariable? VariableAt(SessionState state, string name, string scope) =>
        (PSVariable?)Call(Get(state, "Internal"), "GetVariableAtScope", name, scope);

    public static IDictionary<string, PSVariable> Variables(SessionState state, string? scope) =>
        (IDictionary<string, PSVariable>)(scope is null
            ? Call(Get(state, "Internal"), "GetVariableTable")!
            : Call(Get(state, "Internal"), "GetVariableTableAtScope", scope)!);

    public static void SetVariable(SessionState state, PSVariable variable, string scope, bool force) =>
        _ = Call(Get(state, "Internal"), "SetVariableAtScope", variable, scope, force, CommandOrigin.Internal);

    public static void RemoveVariable(SessionState state, PSVariable variable, string scope, bool force) =>
        _ = Call(Get(state, "Internal"), "RemoveVariableAtScope", variable, scope, force);

    public static void StartTranscript(PSHostUserInterface ui, string path, bool invocations, bool shortHeader)
    {
        var method = typeof(PSHostUserInterface).GetMethod("StartTranscribing", Any)
            ?? throw new MissingMethodException(nameof(PSHostUserInterface), "StartTranscribing");
        _ = method.Invoke(
            ui, Any | BindingFlags.DoNotWrapExceptions, binder: null,
            [path, null, invocations, shortHeader], culture: null);
    }

    public static object? StopTranscript(PSHostUserInterface ui) => Call(ui, "StopTranscribing");

    public static string SerializeEach(IList<object?> values, int depth)
    {
        Type[] types = [typeof(IList<object>), typeof(int), typeof(bool)];
        var method = typeof(PSSerializer).GetMethod("Serialize", Any, types)
            ?? throw new MissingMethodException(nameof(PSSerializer), "Serialize");
        return (string)method.Invoke(null, [values, depth, true])!;
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
