<#
.SYNOPSIS
Makes the package for the gallery in artifacts/pack/.
.DESCRIPTION
AliyunIotWs/ is the folder that ships, ready for Publish-PSResource; the .nupkg holds the same; the .cdx.json lists the
libraries in it (CycloneDX).
#>
[CmdletBinding()]
param(
    # Where it is put, instead; what is there is replaced.
    [string] $OutputPath,

    # Takes what is built already.
    [switch] $NoBuild,

    # Makes machine code for this system only, and not for all that the module is packed for.
    [switch] $ThisSystem
)

. (Join-Path $PSScriptRoot 'Common.ps1')
'Stage', 'Manifest', 'Archive', 'Bom' | ForEach-Object { . (Join-Path $PSScriptRoot 'Pack' "$_.ps1") }

$output = $OutputPath ? $OutputPath : (Join-Path $Root 'artifacts' 'pack')
Remove-Item $output -Recurse -ErrorAction Ignore
$folder = New-Stage (Join-Path $output 'AliyunIotWs') -NoBuild:$NoBuild -ThisSystem:$ThisSystem
$package = Compress-PSResource -Path $folder -DestinationPath $output -PassThru
Format-Package $package
New-Bom ([System.IO.Path]::ChangeExtension($package, 'cdx.json'))

Get-ChildItem $folder -Recurse -File | ForEach-Object {
    Write-Host ('{0,9:N0}  {1}' -f $_.Length, [System.IO.Path]::GetRelativePath($folder, $_).Replace('\', '/'))
}
Write-Host "Packed: $package ($('{0:N0}' -f $package.Length) bytes)"
exit 0
