# Pester from the package folder of NuGet, in a process of its own.

# Emits the manifest of a pinned version, of the first one where none is named.
function Get-PesterManifest([string] $Version) {
    $project = Join-Path $Root 'tests' 'Pester' 'Pester.csproj'
    dotnet restore $project --verbosity quiet | Out-Host
    $facts = dotnet msbuild $project -getProperty:NuGetPackageRoot -getItem:PesterVersion | Out-String | ConvertFrom-Json
    $pinned = $facts.Items.PesterVersion.Identity
    if (-not $Version) {
        $Version = $pinned | Select-Object -First 1
    }

    if ($Version -notin $pinned) {
        throw "Pester $Version is not pinned. Choose one of $($pinned -join ', '), or add it to Directory.Packages.props."
    }

    Join-Path $facts.Properties.NuGetPackageRoot 'pester' $Version 'tools' 'Pester.psd1'
}

# Runs the files and emits what Write-PesterReport.ps1 says of them; nothing where it did not come to that. A new process
# has neither another Pester loaded nor anything else of the session that asked.
function Invoke-PesterFile([string] $PesterManifest, [string[]] $Path, [string[]] $ExcludeTag) {
    $exchange = Join-Path ([System.IO.Path]::GetTempPath()) "pester-$(New-Guid).json"
    $PSNativeCommandUseErrorActionPreference = $false
    try {
        @{ Path = $Path; ExcludeTag = $ExcludeTag } | ConvertTo-Json | Set-Content $exchange
        $program, [string[]]$arguments = Get-PowerShellCommand
        $script = Join-Path $PSScriptRoot 'Write-PesterReport.ps1'
        & $program @arguments -NoProfile -File $script $PesterManifest $exchange | Out-Host
        if (Test-Path $exchange) {
            Get-Content $exchange -Raw | ConvertFrom-Json
        }
    }
    finally {
        Remove-Item $exchange -ErrorAction Ignore
    }
}
