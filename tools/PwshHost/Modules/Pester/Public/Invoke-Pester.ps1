function Invoke-Pester {
    [CmdletBinding(DefaultParameterSetName = 'Simple')]
    param(
        [Parameter(Position = 0, ParameterSetName = 'Simple')] [string[]] $Path = '.',
        [Parameter(ParameterSetName = 'Simple')] [string[]] $ExcludePath = @(),
        [Parameter(ParameterSetName = 'Simple')] [Alias('Tag')] [string[]] $TagFilter = @(),
        [Parameter(ParameterSetName = 'Simple')] [Alias('ExcludeTag')] [string[]] $ExcludeTagFilter = @(),
        [Parameter(ParameterSetName = 'Simple')] [Alias('FullName')] [string[]] $FullNameFilter = @(),
        [Parameter(ParameterSetName = 'Simple')] [switch] $PassThru,
        [Parameter(ParameterSetName = 'Simple')] [switch] $CI,
        [Parameter(ParameterSetName = 'Simple')]
        [ValidateSet('Diagnostic', 'Detailed', 'Normal', 'Minimal', 'None')] [string] $Output = 'Normal',
        [Parameter(Mandatory, ParameterSetName = 'Advanced')] $Configuration
    )

    if ($PSCmdlet.ParameterSetName -eq 'Simple') {
        $Configuration = New-PesterConfiguration @{
            Run    = @{ Path = $Path; ExcludePath = $ExcludePath; PassThru = [bool] $PassThru; Exit = [bool] $CI }
            Output = @{ Verbosity = $Output }
            Filter = @{ FullName = $FullNameFilter; Tag = $TagFilter; ExcludeTag = $ExcludeTagFilter }
        }
    }
    elseif ($Configuration -is [System.Collections.IDictionary]) {
        $Configuration = New-PesterConfiguration $Configuration
    }

    $outer = $script:run
    $script:run = [pscustomobject]@{
        SessionState = $PSCmdlet.SessionState; Configuration = $Configuration; Block = $null; TestDrive = $null
    }
    try { $result = Invoke-Run } finally { $script:run = $outer }
    $failures = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
    $global:LASTEXITCODE = $failures
    if ($Configuration.Run.PassThru) { $result }
    if ($Configuration.Run.Throw -and $failures) { throw "$failures tests, blocks or files failed." }
    if ($Configuration.Run.Exit -and $failures) { exit $failures }
}

function Invoke-Run {
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $started = [datetime]::Now
    $containers = @(foreach ($file in Find-TestFile) { Find-TestContainer $file })
    foreach ($container in $containers) {
        Select-TestToRun $container $script:run.Configuration.Filter
        Invoke-Container $container
    }
    $result = New-RunResult $containers $started $watch.Elapsed
    Write-Summary $result
    $result
}

function Find-TestFile {
    $options = $script:run.Configuration.Run
    $files = foreach ($path in $options.Path) {
        foreach ($found in $script:run.SessionState.Path.GetResolvedProviderPathFromPSPath($path, [ref] $null)) {
            if ([System.IO.File]::Exists($found)) { $found; continue }
            $inside = [System.IO.Directory]::GetFiles($found, '*.Tests.ps1', [System.IO.SearchOption]::AllDirectories)
            [array]::Sort($inside, [System.StringComparer]::OrdinalIgnoreCase)
            $inside
        }
    }
    foreach ($file in $files) {
        if (-not (Test-AnyLike $file $options.ExcludePath)) { $file }
    }
}

function New-RunResult($Containers, $Started, $Duration) {
    $tests = @(foreach ($container in $Containers) { Get-TreeTest $container.Root })
    $blocks = @(foreach ($container in $Containers) { Get-TreeBlock $container.Root })
    $result = [ordered]@{ PSTypeName = 'PwshHost.Pester.Run'; Containers = $Containers; Tests = $tests }
    foreach ($kind in 'Passed', 'Failed', 'Skipped', 'Inconclusive', 'NotRun') {
        $result[$kind] = @($tests | Where-Object Result -EQ $kind)
        $result["${kind}Count"] = $result[$kind].Count
    }
    $result.FailedBlocks = @($blocks | Where-Object { $_.ErrorRecord.Count -gt 0 })
    $result.FailedBlocksCount = $result.FailedBlocks.Count
    $result.FailedContainers = @($Containers | Where-Object { $_.ErrorRecord.Count -gt 0 })
    $result.FailedContainersCount = $result.FailedContainers.Count
    $result.TotalCount = $tests.Count
    $result.ExecutedAt = $Started
    $result.Duration = $Duration
    $failures = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
    $result.Result = $failures ? 'Failed' : 'Passed'
    [pscustomobject] $result
}
