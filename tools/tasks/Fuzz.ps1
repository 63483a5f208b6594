param([string] $Root, [int] $Cases, [int] $Seed, [int] $Case)

$arguments = @('--cases', $Cases)
if ($Seed -ne 0) {
    $arguments += '--seed', $Seed
}
if ($Case -ge 0) {
    $arguments += '--case', $Case
}

& dotnet run --project ([System.IO.Path]::Combine($Root, 'tests', 'Fuzz')) --configuration Release `
    --verbosity quiet -- @arguments | Out-Host
$global:LASTEXITCODE = $LASTEXITCODE
