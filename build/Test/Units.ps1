# The unit tests, in a process of their own beside the Pester files.

function Start-Unit {
    $project = Join-Path $Root 'tests' 'Units'
    $report = Join-Path ([System.IO.Path]::GetTempPath()) "units-$(New-Guid).xml"
    $job = Start-ThreadJob -Name 'Units' -ArgumentList $project, $report {
        param($project, $report)
        dotnet run --project $project --configuration Release --verbosity quiet -- -noLogo -noColor -result-xml $report 2>&1
    }
    $job | Add-Member -NotePropertyName Report -NotePropertyValue $report -PassThru
}

# Waits for their end, shows what they said, and emits the counts from their report.
function Receive-Unit([object] $Job) {
    $Job | Receive-Job -Wait -AutoRemoveJob -ErrorAction Continue | Out-Host
    $units = [pscustomobject]@{ Passed = 0; Failed = 0; Skipped = 0 }
    if (Test-Path $Job.Report) {
        $assembly = ([xml](Get-Content $Job.Report -Raw)).assemblies.assembly
        Remove-Item $Job.Report
        $units.Passed = [int]$assembly.passed
        $units.Failed = [int]$assembly.failed + [int]$assembly.errors
        $units.Skipped = [int]$assembly.skipped + [int]$assembly.'not-run'
    }

    if ($units.Passed + $units.Failed -eq 0) {
        Write-Warning 'No unit test ran.'
        $units.Failed = 1
    }

    $units
}
