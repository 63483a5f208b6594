# The packages of npm that some tests drive: clients in tests/Clients, a broker in tests/Brokers, schemas in
# tests/Manifests.

# Installs the pinned packages of each folder with a lock file where others are installed, or none. Without them the tests
# that drive them fail.
function Install-NpmPackage {
    Get-ChildItem (Join-Path $Root 'tests') -Directory |
        Where-Object { Test-Path (Join-Path $_ 'package-lock.json') } |
        ForEach-Object { Install-NpmFolder $_.FullName }
}

function Install-NpmFolder([string] $Folder) {
    $lock = Get-Content (Join-Path $Folder 'package-lock.json') -Raw
    $installed = Join-Path $Folder 'node_modules' 'installed-lock.json'
    if ((Test-Path $installed) -and (Get-Content $installed -Raw) -ceq $lock) {
        return
    }

    $PSNativeCommandUseErrorActionPreference = $false
    $log = npm ci --prefix $Folder --no-progress --loglevel=error 2>&1
    if ($LASTEXITCODE -ne 0) {
        Write-Warning "npm ci failed in ${Folder}: $($log | Select-Object -Last 3)"
        return
    }

    Set-Content $installed $lock -NoNewline
}
