using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Loading;

/// <summary>What PowerShell calls when the module is imported into a runspace and when it is removed from one.</summary>
public sealed class ModuleLife : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static int s_imported;

    // Of the portable assemblies; those for this system lie in a folder below.
    private static string Folder => Path.GetDirectoryName(typeof(ModuleLife).Assembly.Location)! is var folder
        && Path.GetFileName(folder) == RuntimeInformation.RuntimeIdentifier ? Path.GetDirectoryName(folder)! : folder;

    /// <summary>Makes the libraries resolvable and the session fit to show credentials. Not meant for users.</summary>
    public void OnImport()
    {
        // With -Force PowerShell imports it anew and does not tell that what was there goes.
        ModuleState.CloseCurrent();
        ModuleTypeData.Load();
        if (Interlocked.Exchange(ref s_imported, 1) != 0)
            return;
        AppContext.SetData("AliyunIotWs", (Action<string>)RefuseOther);
        AssemblyLoadContext.Default.Resolving += ModuleLoadContext.Resolve;
        // So that [AliyunIotWs.IotMessage] is a type from here on: PowerShell looks only into what is loaded.
        RuntimeHelpers.RunClassConstructor(typeof(IotMessage).TypeHandle);
    }

    /// <summary>Closes what the calling runspace has open. Not meant for users.</summary>
    public void OnRemove(PSModuleInfo psModuleInfo) => ModuleState.CloseCurrent();

    // Called by the loader of whatever copy is imported, with the folder of its manifest.
    private static void RefuseOther(string folder)
    {
        if (folder.Equals(Path.GetDirectoryName(Folder), StringComparison.OrdinalIgnoreCase))
            return;
        var error = new IotException(
            IotErrorId.ModuleAlreadyLoaded,
            $"Another copy of AliyunIotWs is loaded from '{Folder}'. Start a new PowerShell session to use this one.",
            "Start a new PowerShell session to use this copy.");
        throw new RuntimeException(error.Message, error, Errors.Record(error, folder));
    }
}
