using System.Reflection;
using System.Runtime.Loader;

namespace AliyunIotWs.Loading;

/// <summary>
/// Holds the cmdlets, MQTTnet and the emulator, resolved from the deps.json and nothing else, so that another module
/// with another MQTTnet can live in the same process.
/// </summary>
internal sealed class ModuleLoadContext(string mainAssembly) : AssemblyLoadContext("AliyunIotWs")
{
    private readonly AssemblyDependencyResolver _resolver = new(mainAssembly);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // The engine is shared, so that its types have one identity everywhere.
        if (assemblyName.Name == typeof(ModuleLoadContext).Assembly.GetName().Name)
            return typeof(ModuleLoadContext).Assembly;
        string? path = _resolver.ResolveAssemblyToPath(assemblyName);
        return path is null ? null : LoadFromAssemblyPath(path);
    }
}
