# Puts what ships into a new folder, and emits the folder.
function New-Stage([string] $Folder, [switch] $NoBuild) {
    $options = $DotnetOptions + ($NoBuild ? '--no-build' : @())
    $published = New-Item (Join-Path ([System.IO.Path]::GetTempPath()) "publish-$(New-Guid)") -ItemType Directory
    $null = New-Item $Folder, (Join-Path $Folder 'bin') -ItemType Directory
    try {
        dotnet publish (Join-Path $Root 'src' 'AliyunIotWs.PowerShell') --output $published @options | Out-Host
        # The load context finds the libraries by the .deps.json.
        Get-ChildItem $published -Include '*.dll', '*.deps.json' -Recurse |
            Copy-Item -Destination (Join-Path $Folder 'bin')
    }
    finally {
        Remove-Item $published -Recurse
    }

    Build-Help $Folder
    'module', 'LICENSE', 'THIRD-PARTY-NOTICES.md' | ForEach-Object {
        Copy-Item (Join-Path $Root $_) $Folder -Recurse
    }
    Get-PackedManifest | Set-Content (Join-Path $Folder 'AliyunIotWs.psd1') -NoNewline
    $Folder
}
