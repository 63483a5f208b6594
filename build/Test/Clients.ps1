# The packages of npm in tests/Clients, which some tests drive.

# Installs the pinned packages where others are installed, or none.
function Install-ClientPackage {
    $folder = Join-Path $Root 'tests' 'Clients'
    $lock = Get-Content (Join-Path $folder 'package-lock.json') -Raw
    $installed = Join-Path $folder 'node_modules' 'installed-lock.json'
    if ((Test-Path $installed) -and (Get-Content $installed -Raw) -ceq $lock) {
        return
    }

    npm ci --prefix $folder --no-progress --loglevel=error | Out-Host
    Set-Content $installed $lock -NoNewline
}
