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
