using System.Reflection;
using System.Runtime.Loader;

namespace AliyunIotWs.PowerShell.Loading;

/// <summary>
/// Holds transport and emulator with their libraries, resolved from the deps.json and nothing else, so that another
/// module with another MQTTnet can live in the same process.
/// </summary>
/// <remarks>
/// The pattern of PowerShell's page on resolving dependency conflicts: the cmdlets are in the default context, which
/// asks here for what it does not find. Nothing is loaded before a command needs it.
/// </remarks>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    private static readonly Lazy<ModuleLoadContext> s_instance = new(() => new ModuleLoadContext());

    private readonly AssemblyDependencyResolver _resolver = new(typeof(ModuleLoadContext).Assembly.Location);

    private ModuleLoadContext()
        : base("AliyunIotWs")
    {
    }

    public static Assembly? Resolve(AssemblyLoadContext _, AssemblyName name) =>
        name.Name is "AliyunIotWs.Transport" or "AliyunIotWs.Emulator" ? s_instance.Value.LoadFromAssemblyName(name) : null;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // The engine is shared, so that its types have one identity everywhere.
        var engine = typeof(IotMessage).Assembly;
        if (assemblyName.Name == engine.GetName().Name)
            return engine;
        string? path = _resolver.ResolveAssemblyToPath(assemblyName);
        return path is null ? null : LoadFromAssemblyPath(path);
    }
}
