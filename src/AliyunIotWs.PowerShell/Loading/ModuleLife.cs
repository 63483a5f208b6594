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
        // The check for a second copy asks for its own folder.
        string root = Path.GetDirectoryName(Folder)!;
        AppContext.SetData("AliyunIotWs", Path.Combine(root, "module"));
        AssemblyLoadContext.Default.Resolving += ModuleLoadContext.Resolve;
        // So that [AliyunIotWs.IotMessage] is a type from here on: PowerShell looks only into what is loaded.
        RuntimeHelpers.RunClassConstructor(typeof(IotMessage).TypeHandle);
    }

    /// <summary>The error of a copy that is imported from <paramref name="folder"/> beside this one. Not meant for users.</summary>
    // Called by the script of the other copy, which may be of another version: it has to keep its name and its parameter.
    public static ErrorRecord RefuseCopy(string folder) => Errors.Record(
        new IotException(
            IotErrorId.ModuleAlreadyLoaded,
            $"Another copy of AliyunIotWs is loaded from '{Folder}'. "
            + "Start a new PowerShell session to use this one.",
            "Start a new PowerShell session to use this copy."),
        folder);

    /// <summary>Closes what the calling runspace has open. Not meant for users.</summary>
    public void OnRemove(PSModuleInfo psModuleInfo) => ModuleState.CloseCurrent();
}
