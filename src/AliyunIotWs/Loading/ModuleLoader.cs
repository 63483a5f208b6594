using System.Reflection;

namespace AliyunIotWs.Loading;

/// <summary>What the module's script calls to get at the cmdlets. Not meant for users.</summary>
public static class ModuleLoader
{
    private static readonly Lazy<Assembly> s_cmdlets = new(Load);

    /// <summary>The cmdlet assembly in its own load context; the same one at every call of the process.</summary>
    public static Assembly Cmdlets => s_cmdlets.Value;

    /// <summary>Closes what the calling runspace has open.</summary>
    public static void CloseRunspace() => Cmdlets
        .GetType("AliyunIotWs.PowerShell.ModuleState", throwOnError: true)!
        .GetMethod("CloseCurrent", BindingFlags.Static | BindingFlags.Public)!
        .Invoke(null, null);

    private static Assembly Load()
    {
        string folder = Path.GetDirectoryName(typeof(ModuleLoader).Assembly.Location)!;
        string path = Path.Combine(folder, "AliyunIotWs.PowerShell.dll");
        return new ModuleLoadContext(path).LoadFromAssemblyPath(path);
    }
}
