# Puts what ships into a new folder, and emits the folder.
function New-Stage([string] $Folder, [switch] $NoBuild, [switch] $ThisSystem) {
    $options = $DotnetOptions + ($NoBuild ? '--no-build' : @()) + ($ThisSystem ? @() : '-property:MachineCodeFor=all')
    $bin = Join-Path $Folder 'bin'
    dotnet publish (Join-Path $Root 'src' 'AliyunIotWs.PowerShell') --output $bin @options | Out-Host
    # The load context finds the libraries by the .deps.json.
    Get-ChildItem $bin -File -Recurse -Exclude '*.dll', '*.deps.json' | Remove-Item

    Build-Help $Folder
    'module', 'LICENSE', 'THIRD-PARTY-NOTICES.md' | ForEach-Object {
        Copy-Item (Join-Path $Root $_) $Folder -Recurse
    }
    Get-PackedManifest | Set-Content (Join-Path $Folder 'AliyunIotWs.psd1') -NoNewline
    $Folder
}
