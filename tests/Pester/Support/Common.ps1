# What the test files share. Dot-sourced in the top BeforeAll of each file:
#     . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')

$RepositoryRoot = Convert-Path (Join-Path $PSScriptRoot '..' '..' '..')
# The test task names the manifest of an installed package here.
$ModuleManifest = $env:ALIYUNIOTWS_MANIFEST ? $env:ALIYUNIOTWS_MANIFEST : (Join-Path $RepositoryRoot 'AliyunIotWs.psd1')
$ModuleRoot = Split-Path $ModuleManifest
if (-not (Get-Module -Name AliyunIotWs)) {
    # One after the other: the runspaces of a pool, in which Pester runs files in parallel, share lists that an import
    # changes without a lock.
    [System.Threading.Monitor]::Enter([initialsessionstate])
    try {
        # By its full path, so that an installed copy is never tested by mistake.
        Import-Module -Name $ModuleManifest -Global
    }
    finally {
        [System.Threading.Monitor]::Exit([initialsessionstate])
    }
}

# Each file begins with nothing open, whatever became of the one before it in this session.
Disconnect-IotMqtt -All
Stop-IotEmulator -All

$PSDefaultParameterValues = @{
    # The limit counts for the whole process, in which other files may run jobs at the same time.
    'Start-ThreadJob:ThrottleLimit'           = 100
    # Tests connect and send faster than the platform lets a device; Emulator.Limits.Tests.ps1 looks at the limits.
    'Start-IotEmulator:NoConnectLimit'        = $true
    'Start-IotEmulator:NoMessageLimit'        = $true
    'Start-IotEmulator:NoUnacknowledgedLimit' = $true
    'Start-IotEmulator:NoBatchLimit'          = $true
}

. (Join-Path $PSScriptRoot 'Programs.ps1')

# The first error that the block throws or writes, or nothing.
function Get-ErrorOf([scriptblock] $Block) {
    # The sub-pipeline gives what it wrote to the error stream; a thrown one ends it.
    try {
        $records = & { $ErrorActionPreference = 'Continue'; & $Block } 2>&1
    }
    catch {
        return $_
    }
    $records | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | Select-Object -First 1
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
    1..$Count | ForEach-Object {
        @{
            ProductKey   = 'a1TestProdK'
            DeviceName   = 'device-' + (New-Guid).ToString('N').Substring(0, 12)
            DeviceSecret = (New-Guid).ToString('N')
        }
    }
}

# The product of those devices as Start-IotEmulator -Product takes it, with these topic classes and no others.
function New-TestProduct([hashtable] $Topics) {
    @{ ProductKey = 'a1TestProdK'; Topics = $Topics }
}

# True as soon as the condition holds, false when it does not within the time, which is a bound for what hangs.
function Wait-Until([scriptblock] $Condition, [double] $TimeoutSeconds = 30) {
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($watch.Elapsed.TotalSeconds -ge $TimeoutSeconds) {
            return $false
        }
        Start-Sleep -Milliseconds 20
    }
    $true
}

# A session beside this one, for what takes several steps in it; a single step is a Start-ThreadJob. The caller disposes
# of it, which also ends the session.
function New-Shell {
    [powershell]::Create()
}

# Runs a step in such a session, with $ModuleManifest and then the given arguments. The first error is thrown.
function Invoke-InShell([powershell] $Shell, [scriptblock] $Script, [object[]] $Arguments) {
    $Shell.Commands.Clear()
    $Shell.Streams.ClearStreams()
    $null = $Shell.AddScript($Script).AddArgument($ModuleManifest)
    foreach ($argument in $Arguments) {
        $null = $Shell.AddArgument($argument)
    }
    $Shell.Invoke()
    if ($Shell.Streams.Error) {
        throw $Shell.Streams.Error[0]
    }
}

# Runs a script, given as its text or a file, in a new process of the PowerShell that runs the tests, with $ModuleManifest
# and then the given arguments. Emits ExitCode, Output and Error.
function Invoke-ChildPowerShell {
    param(
        [string] $Script,
        [string] $File,
        [string[]] $Arguments = @(),
        [hashtable] $Environment = @{},
        [double] $TimeoutSeconds = 120
    )

    if (-not $File) {
        $File = Join-Path $TestDrive "$(New-Guid).ps1"
        Set-Content -Path $File -Value $Script
    }
    $engine = [System.Environment]::ProcessPath
    $command = @('-NoProfile', '-File', $File, $ModuleManifest) + $Arguments
    if ((Split-Path $engine -LeafBase) -eq 'dotnet') {
        # PowerShell that is installed as a .NET tool runs as `dotnet pwsh.dll`.
        $command = @(Join-Path $PSHOME 'pwsh.dll') + $command
    }
    $run = @{ Environment = $Environment + @{ NO_COLOR = '1' }; TimeoutSeconds = $TimeoutSeconds; AnyExitCode = $true }
    Invoke-TestProgram $engine $command @run
}
