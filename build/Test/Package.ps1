# The module as a user gets it.

# Packs what is in the tree and emits the package.
function New-ModulePackage {
    & (Join-Path $Root 'build' 'Pack.ps1')
    Get-Item (Join-Path $Root 'artifacts' 'pack' '*.nupkg') | ForEach-Object FullName
}

# Installs a package from its folder, as from a repository, into an empty place, and emits the manifest that came there.
function Install-ModulePackage([string] $Path) {
    $place = Join-Path $Root 'artifacts' 'installed'
    Remove-Item $place -Recurse -ErrorAction Ignore
    $null = New-Item $place -ItemType Directory
    $repository = "AliyunIotWs-$(New-Guid)"
    Register-PSResourceRepository -Name $repository -Uri (Split-Path (Resolve-Path $Path)) -Trusted
    try {
        Save-PSResource -Name 'AliyunIotWs' -Repository $repository -Path $place
    }
    finally {
        Unregister-PSResourceRepository -Name $repository
    }

    (Get-ChildItem $place -Recurse -Filter 'AliyunIotWs.psd1').FullName
}
