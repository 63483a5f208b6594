# Runs the unit tests in a process of their own and emits the counts from their report.
function Invoke-Unit {
    $project = Join-Path $Root 'tests' 'Units'
    $report = Join-Path ([System.IO.Path]::GetTempPath()) "units-$(New-Guid).xml"
    $PSNativeCommandUseErrorActionPreference = $false
    try {
        dotnet run --project $project --configuration Release --verbosity quiet -- -noLogo -noColor -result-xml $report |
            Out-Host
        if (-not (Test-Path $report)) {
            Write-Warning "The unit tests did not run (exit code $LASTEXITCODE)."
            return [pscustomobject]@{ Passed = 0; Failed = 1; Skipped = 0 }
        }

        $assembly = ([xml](Get-Content $report -Raw)).assemblies.assembly
        [pscustomobject]@{
            Passed  = [int]$assembly.passed
            Failed  = [int]$assembly.failed + [int]$assembly.errors
            Skipped = [int]$assembly.skipped
        }
    }
    finally {
        Remove-Item $report -ErrorAction Ignore
    }
}
