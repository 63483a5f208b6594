# What the tasks share.

# Runs a program and ends the build where it fails; its output goes to the console as it comes.
function Invoke-Program {
    param([string] $Program, [string[]] $Arguments)

    & $Program @Arguments | Out-Host
    if ($LASTEXITCODE -ne 0) {
        throw "$Program $($Arguments -join ' ') ended with exit code $LASTEXITCODE."
    }
}

# Publishes the module into bin/; what is up to date is not built again.
function Build-Module {
    param([string] $Root)

    Invoke-Program 'dotnet' @(
        'publish', [System.IO.Path]::Combine($Root, 'src', 'AliyunIotWs.PowerShell'),
        '--configuration', 'Release', '--output', [System.IO.Path]::Combine($Root, 'bin'),
        '--verbosity', 'quiet', '--nologo')
}

function Test-Program([string] $Name) {
    $null -ne (Get-Command -Name $Name -CommandType Application -ErrorAction Ignore)
}

# Installs packages of Debian or Ubuntu where this is one and root asks; elsewhere it does nothing.
function Install-Package([string[]] $Names) {
    if (-not $IsLinux -or -not (Test-Program 'apt-get') -or [System.Environment]::UserName -ne 'root') {
        return
    }

    $env:DEBIAN_FRONTEND = 'noninteractive'
    $log = & apt-get update 2>&1
    $log = & apt-get install --yes --no-install-recommends @Names 2>&1
    if ($LASTEXITCODE -ne 0) {
        Write-Warning "apt-get install $Names failed: $($log | Select-Object -Last 3)"
    }
}
