using System.Management.Automation;
using AliyunIotWs.Emulator.State;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Gives an emulator the devices of a file that Export-IotEmulatorState has written, with all that the file knows of them;
/// devices that it does not name stay as they are. Of a file that is not valid nothing is taken. Emits nothing, or the
/// devices with -PassThru.
/// </summary>
[Cmdlet(VerbsData.Import, "IotEmulatorState", SupportsShouldProcess = true)]
[OutputType(typeof(IotEmulatorDevice))]
public sealed class ImportIotEmulatorStateCommand : EmulatorCmdlet
{
    /// <summary>The file to read.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Emits the devices.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Terminating(Path, () =>
    {
        var emulator = ResolveEmulator();
        string path = GetUnresolvedProviderPathFromPSPath(Path);
        try
        {
            var file = StateImport.Read(File.ReadAllBytes(path));
            if (!Allows(emulator.Endpoint.ToString(), $"Import the state of {file.Devices.Count} devices"))
                return;
            var devices = StateImport.Apply(emulator.Server.Cloud, file);
            int unable = devices.Count(device => device.Account.Secret is null && device.Account.Tokens.Count == 0);
            if (unable > 0 && !file.HoldsSecrets)
            {
                WriteWarning(
                    $"{unable} devices of '{path}' have no secret and can not connect: the file was written without "
                    + "-IncludeSecret, and Start-IotEmulator was not given them.");
            }

            foreach (var device in PassThru ? devices : [])
                WriteObject(new IotEmulatorDevice(device));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new IotException(
                IotErrorId.InvalidState,
                $"The state in '{path}' was not taken over: {e.Message}.",
                "Write it with Export-IotEmulatorState of the same version of the module.",
                e);
        }
    });
}
