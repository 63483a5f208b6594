# What the tasks share; each dot-sources it first.

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
# A program that fails ends the task.
$PSNativeCommandUseErrorActionPreference = $true

$Root = Split-Path $PSScriptRoot
$Manifest = Join-Path $Root 'AliyunIotWs.psd1'
$DotnetOptions = '--configuration', 'Release', '--verbosity', 'quiet', '--nologo'

# Publishes the module into bin/ and makes its help; what is up to date is not built again. A page that lacks something
# is told of, and does not keep others from their work.
function Build-Module {
    Build-Assembly
    Build-Help $Root -Mode 'incomplete'
}

function Build-Assembly {
    $project = Join-Path $Root 'src' 'AliyunIotWs.PowerShell'
    dotnet publish $project --output (Join-Path $Root 'bin') @DotnetOptions | Out-Host
}

# Makes the help of the module in a folder out of the pages in docs/, and puts it beside the manifest. Fails where a page
# lacks something, but for the mode 'incomplete'; the mode 'update' brings the pages up to date first.
function Build-Help([string] $Folder, [string[]] $Mode = @()) {
    $project = Join-Path $Root 'build' 'HelpBuilder'
    $assembly = Join-Path $Folder 'bin' 'AliyunIotWs.PowerShell.dll'
    $options = @($assembly, (Join-Path $Root 'docs'), $Folder) + $Mode
    dotnet build $project @DotnetOptions | Out-Host
    dotnet run --no-build --project $project --configuration Release -- @options | Out-Host
}

# Debian keeps servers in folders that are not in everybody's PATH.
function Test-Program([string] $Name) {
    $servers = '/usr/sbin', '/usr/local/sbin' | Join-Path -ChildPath $Name
    [bool](Get-Command -Name $Name -CommandType Application -ErrorAction Ignore) -or (Test-Path $servers) -contains $true
}

# Installs packages of Debian or Ubuntu where this is one and root asks; elsewhere it does nothing.
function Install-DebianPackage([string[]] $Name) {
    if (-not $IsLinux -or -not (Test-Program 'apt-get') -or [System.Environment]::UserName -ne 'root') {
        return
    }

    $PSNativeCommandUseErrorActionPreference = $false
    $env:DEBIAN_FRONTEND = 'noninteractive'
    $null = apt-get update 2>&1
    $log = apt-get install --yes --no-install-recommends @Name 2>&1
    if ($LASTEXITCODE -ne 0) {
        Write-Warning "apt-get install $Name failed: $($log | Select-Object -Last 3)"
    }
}

# The command line that starts the running PowerShell again: pwsh, or dotnet and pwsh.dll where it came as a .NET tool.
function Get-PowerShellCommand {
    [System.Environment]::ProcessPath
    if ((Split-Path -LeafBase ([System.Environment]::ProcessPath)) -eq 'dotnet') {
        Join-Path $PSHOME 'pwsh.dll'
    }
}
