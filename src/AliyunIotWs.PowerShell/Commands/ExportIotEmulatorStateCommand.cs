using System.Management.Automation;
using AliyunIotWs.Emulator.State;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Writes what the emulated cloud knows of its devices into a file, from which Import-IotEmulatorState makes it again:
/// properties, desired values, tags, shadows, configurations, firmware, topologies, and who has been connected. Connections,
/// subscriptions and products are no part of it, secrets only with -IncludeSecret. Emits nothing, or the file with
/// -PassThru.
/// </summary>
[Cmdlet(VerbsData.Export, "IotEmulatorState", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportIotEmulatorStateCommand : EmulatorCmdlet
{
    /// <summary>The file to write; one that is there is written over.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Names of devices, or <c>productKey/deviceName</c>, with wildcards; all where it is left away.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EmulatorDeviceCompleter))]
    public string[] Device { get; set; } = ["*"];

    /// <summary>
    /// Writes secrets and tokens in plain text, too. On Linux and macOS only the file's owner may read it then.
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeSecret { get; set; }

    /// <summary>Does not write over a file.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Emits the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Terminating(Path, () =>
    {
        var emulator = ResolveEmulator();
        string path = GetUnresolvedProviderPathFromPSPath(Path);
        var devices = EmulatorDevices.FindEntries(this, emulator, Device).ToList();
        if (!Allows(path, $"Export the state of {devices.Count} devices"))
            return;
        Write(path, StateExport.Write(emulator.Server.Cloud.Context, devices, IncludeSecret));
        if (PassThru)
            WriteObject(new FileInfo(path));
    });

    private void Write(string path, byte[] content)
    {
        var options = new FileStreamOptions
        {
            Mode = NoClobber ? FileMode.CreateNew : FileMode.Create,
            Access = FileAccess.Write,
        };
        try
        {
            if (IncludeSecret && !OperatingSystem.IsWindows())
            {
                // A file that is there keeps its mode, so that a new one takes its place.
                if (!NoClobber)
                    File.Delete(path);
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new FileStream(path, options);
            file.Write(content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IotException(
                IotErrorId.InvalidState,
                $"The state was not written: {e.Message}",
                "Choose another -Path; without -NoClobber a file that is there is written over.",
                e);
        }
    }
}
