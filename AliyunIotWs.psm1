# Loads the engine into the default load context and the cmdlets with their libraries into one of their own.

$engine = [System.IO.Path]::Combine($PSScriptRoot, 'bin', 'AliyunIotWs.dll')
if (-not [System.IO.File]::Exists($engine)) {
    throw [System.IO.FileNotFoundException]::new(
        "The module is not built: '$engine' is missing. Run ./build.ps1 -Task Build first.", $engine)
}

$loaded = [System.AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq 'AliyunIotWs' }, 'First')
if ($loaded -and $loaded[0].Location -ne $engine) {
    # Two copies in one process would be two modules that do not know each other's objects.
    $message = "Another copy of AliyunIotWs is loaded from '$([System.IO.Path]::GetDirectoryName($loaded[0].Location))'. " +
        'Start a new PowerShell session to use this one.'
    $record = [System.Management.Automation.ErrorRecord]::new(
        [System.InvalidOperationException]::new($message), 'ModuleAlreadyLoaded', 'ResourceExists', $PSScriptRoot)
    $record.ErrorDetails = [System.Management.Automation.ErrorDetails]::new($message)
    $record.ErrorDetails.RecommendedAction = 'Start a new PowerShell session to use this copy.'
    throw $record
}

$null = [System.Reflection.Assembly]::LoadFrom($engine)

& 'Microsoft.PowerShell.Core\Import-Module' ([System.IO.Path]::Combine($PSScriptRoot, 'AliyunIotWs.Types.psd1'))

# By its full name, so that a function of the same name in the session can not step in between.
$cmdlets = & 'Microsoft.PowerShell.Core\Import-Module' -Assembly ([AliyunIotWs.Loading.ModuleLoader]::Cmdlets) -PassThru

# With Import-Module -Force the engine takes the binary module from its cache and does not export its cmdlets from here
# again (PowerShell issue 20710).
$export = [System.Management.Automation.PSModuleInfo].GetMethod(
    'AddExportedCmdlet', [System.Reflection.BindingFlags]'Instance, NonPublic')
foreach ($cmdlet in $cmdlets.ExportedCmdlets.Values) {
    $export.Invoke($ExecutionContext.SessionState.Module, @(, $cmdlet))
}

# The only hook that runs at every removal, after Import-Module -Force as well.
$ExecutionContext.SessionState.Module.OnRemove = { [AliyunIotWs.Loading.ModuleLoader]::CloseRunspace() }
