using System.Management.Automation;
using System.Reflection;
using System.Runtime.InteropServices;

namespace AliyunIotWs.Loading;

/// <summary>
/// What PowerShell calls first when it imports the module: refuses a second copy, and loads the cmdlets as machine code.
/// </summary>
/// <remarks>In C#, as a script that does this costs each import 12 ms.</remarks>
public sealed class ModuleLoader : IModuleAssemblyInitializer
{
    /// <summary>Comes before the cmdlets. Not meant for users.</summary>
    public void OnImport()
    {
        // Two copies in one process would be two modules that do not know each other's objects. The one that is there, which
        // may be of another version, refuses; it has to keep this name and this delegate.
        if (AppContext.GetData("AliyunIotWs") is Action<string> refuseOther)
            refuseOther(ImportedFolder());

        // What is machine code for this system already is loaded in the place of the portable assembly, which it is otherwise
        // the same as: .NET takes two files of one compilation for one assembly, and stays with the first.
        string folder = Path.GetDirectoryName(typeof(ModuleLoader).Assembly.Location)!;
        string cmdlets = Path.Combine(folder, RuntimeInformation.RuntimeIdentifier, "AliyunIotWs.PowerShell.dll");
        if (File.Exists(cmdlets))
            Assembly.LoadFrom(cmdlets);
    }

    // That of this assembly is the first copy's also where a second one with the same bytes is imported.
    private static string ImportedFolder() =>
        (string)((PSObject)ScriptBlock.Create("$ExecutionContext.SessionState.Module.ModuleBase").InvokeReturnAsIs()).BaseObject;
}
