# The packages of npm in tests/Clients, which some tests drive.

# Installs the pinned packages where others are installed, or none. Without them the tests that drive them fail.
function Install-ClientPackage {
    $folder = Join-Path $Root 'tests' 'Clients'
    $lock = Get-Content (Join-Path $folder 'package-lock.json') -Raw
    $installed = Join-Path $folder 'node_modules' 'installed-lock.json'
    if ((Test-Path $installed) -and (Get-Content $installed -Raw) -ceq $lock) {
        return
    }

    $PSNativeCommandUseErrorActionPreference = $false
    $log = npm ci --prefix $folder --no-progress --loglevel=error 2>&1
    if ($LASTEXITCODE -ne 0) {
        Write-Warning "npm ci failed: $($log | Select-Object -Last 3)"
        return
    }

    Set-Content $installed $lock -NoNewline
}
