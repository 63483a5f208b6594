# What the test files share. Dot-sourced in the top BeforeAll of each file:
#     . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')

$RepositoryRoot = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', '..', '..'))
# The test task names the manifest of an installed package here.
$ModuleManifest = $env:ALIYUNIOTWS_MANIFEST
if (-not $ModuleManifest) {
    $ModuleManifest = Join-Path $RepositoryRoot 'AliyunIotWs.psd1'
}
$ModuleRoot = Split-Path $ModuleManifest
if (-not (Get-Module -Name AliyunIotWs)) {
    # By its full path, so that an installed copy is never tested by mistake.
    Import-Module -Name $ModuleManifest -Global
}

# The first error that the block throws or writes, or nothing.
function Get-ErrorOf([scriptblock] $Block) {
    # The sub-pipeline gives what it wrote to the error stream; a thrown one ends it.
    try {
        $records = @(& { $ErrorActionPreference = 'Continue'; & $Block } 2>&1)
    }
    catch {
        return $_
    }
    foreach ($record in $records) {
        if ($record -is [System.Management.Automation.ErrorRecord]) {
            return $record
        }
    }
}

# The part of FullyQualifiedErrorId that a script tests for.
function Get-ErrorId([scriptblock] $Block) {
    $record = Get-ErrorOf $Block
    if ($record) {
        $record.FullyQualifiedErrorId.Split(',')[0]
    }
}

# A device as Start-IotEmulator -Device takes it, with a name and a secret of its own.
function New-TestDevice([int] $Count = 1) {
    for ($i = 0; $i -lt $Count; $i++) {
        @{
            ProductKey   = 'a1TestProdK'
            DeviceName   = 'device-' + [guid]::NewGuid().ToString('N').Substring(0, 12)
            DeviceSecret = [guid]::NewGuid().ToString('N')
        }
    }
}

# True as soon as the condition holds, false when it does not within the time.
function Wait-Until([scriptblock] $Condition, [double] $TimeoutSeconds = 10) {
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $never = [System.Threading.ManualResetEventSlim]::new($false)
    try {
        while (-not (& $Condition)) {
            if ($watch.Elapsed.TotalSeconds -ge $TimeoutSeconds) {
                return $false
            }
            $null = $never.Wait(20)
        }
        return $true
    }
    finally {
        $never.Dispose()
    }
}

# A runspace of its own, which has nothing but PowerShell's own commands. The caller disposes of it.
function New-Shell {
    $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2())
    $runspace.Open()
    $runspace
}

function New-ShellCommand([System.Management.Automation.Runspaces.Runspace] $Shell, [string] $Script, [object[]] $Arguments) {
    $command = [powershell]::Create($Shell).AddScript($Script).AddArgument($ModuleManifest)
    foreach ($argument in $Arguments) {
        $null = $command.AddArgument($argument)
    }
    $command
}

# Runs a script in a runspace; $args[0] is $ModuleManifest, the given arguments follow. The first error is thrown.
function Invoke-InShell([System.Management.Automation.Runspaces.Runspace] $Shell, [string] $Script, [object[]] $Arguments) {
    $command = New-ShellCommand $Shell $Script $Arguments
    try {
        $command.Invoke()
        if ($command.Streams.Error.Count -gt 0) {
            throw $command.Streams.Error[0]
        }
    }
    finally {
        $command.Dispose()
    }
}

# The same without waiting: Output fills while it runs, Handle.AsyncWaitHandle is set at its end.
function Start-InShell([System.Management.Automation.Runspaces.Runspace] $Shell, [string] $Script, [object[]] $Arguments) {
    $command = New-ShellCommand $Shell $Script $Arguments
    $nothing = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $nothing.Complete()
    $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
    [pscustomobject]@{ Command = $command; Output = $output; Handle = $command.BeginInvoke($nothing, $output) }
}

# Runs a script (text or file) in a new process of the engine that runs the tests, with $ModuleManifest as $args[0]
# before the given arguments.
function Invoke-ChildPowerShell {
    param([string] $Script, [string] $File, [object[]] $Arguments = @(), [double] $TimeoutSeconds = 120)

    if (-not $File) {
        $File = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid().ToString('N') + '.ps1')
        [System.IO.File]::WriteAllText($File, $Script)
    }
    $start = [System.Diagnostics.ProcessStartInfo]::new([System.Environment]::ProcessPath)
    if ([System.IO.Path]::GetFileNameWithoutExtension($start.FileName) -eq 'dotnet') {
        # An engine that runs as `dotnet Host.dll`.
        $start.ArgumentList.Add([System.Reflection.Assembly]::GetEntryAssembly().Location)
    }
    foreach ($argument in @('-NoProfile', '-File', $File, $ModuleManifest) + $Arguments) {
        $start.ArgumentList.Add([string]$argument)
    }
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $start.RedirectStandardInput = $true
    $start.Environment['NO_COLOR'] = '1'
    $process = [System.Diagnostics.Process]::Start($start)
    try {
        $process.StandardInput.Close()
        $output = $process.StandardOutput.ReadToEndAsync()
        $problems = $process.StandardError.ReadToEndAsync()
        if (-not $process.WaitForExit([int]($TimeoutSeconds * 1000))) {
            $process.Kill($true)
            throw "The child did not end within $TimeoutSeconds s."
        }
        [pscustomobject]@{
            ExitCode = $process.ExitCode
            Output   = $output.GetAwaiter().GetResult().Trim()
            Error    = $problems.GetAwaiter().GetResult().Trim()
        }
    }
    finally {
        $process.Dispose()
        if ($Script) {
            [System.IO.File]::Delete($File)
        }
    }
}
