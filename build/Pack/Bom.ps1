# Writes the bill of materials: the libraries that ship, with versions, licences and hashes.
function New-Bom([string] $Path) {
    $project = Join-Path $Root 'src' 'AliyunIotWs.PowerShell' 'AliyunIotWs.PowerShell.csproj'
    Push-Location $Root
    try {
        dotnet tool restore | Out-Null
        # What the running PowerShell brings does not ship.
        $options = @(
            '--disable-package-restore', '--no-serial-number', '--include-license-text', '--output-format', 'Json'
            '--set-name', 'AliyunIotWs', '--set-version', (Get-ModuleVersion), '--set-type', 'Library'
            '--exclude-filter', 'PowerShellStandard.Library'
            '--output', (Split-Path $Path), '--filename', (Split-Path $Path -Leaf)
        )
        dotnet tool run dotnet-CycloneDX $project @options | Out-Null
    }
    finally {
        Pop-Location
    }

    # The time of writing would make each one another.
    (Get-Content $Path -Raw) -replace '(?m)^\s*"timestamp": ".*",\r?\n' | Set-Content $Path -NoNewline
}
