function Test-Output([string[]] $Level) { $script:run.Configuration.Output.Verbosity -in $Level }

function Write-Plain([string] $Text, [System.ConsoleColor] $Colour = 'Gray') {
    Write-Host $Text -ForegroundColor $Colour
}

function Write-ContainerStart($Container) {
    if (Test-Output Detailed, Diagnostic) { Write-Plain "`nRunning tests from '$($Container.Item.FullName)'" Magenta }
}

function Write-ContainerEnd($Container) {
    if (-not (Test-Output Normal, Minimal)) { return }
    $failed = $Container.Result -eq 'Failed' -or (Get-TreeTest $Container.Root | Where-Object Result -EQ 'Failed')
    $mark = $failed ? '[-]' : '[+]'
    Write-Plain "$mark $($Container.Item.FullName) $([math]::Round($Container.Duration.TotalMilliseconds))ms"
}

function Write-BlockStart($Block) {
    if ($null -eq $Block.Parent -or -not (Test-Output Detailed, Diagnostic)) { return }
    $indent = '  ' * ($Block.Depth)
    $word = $Block.Depth -eq 0 ? 'Describing' : ' Context'
    Write-Plain "$indent$word $($Block.ExpandedName)" Green
}

function Write-Test($Test) {
    if (Test-Output None) { return }
    $indent = '  ' * ($Test.Block.Depth + 1)
    $time = "$([math]::Round($Test.Duration.TotalMilliseconds))ms"
    $because = $Test.Because ? ", $($Test.Because)" : ''
    if ($Test.Result -eq 'Failed') {
        $name = (Test-Output Detailed, Diagnostic) ? $Test.ExpandedName : $Test.ExpandedPath
        Write-Problem "$indent[-] $name $time" $Test.ErrorRecord "$indent    "
    }
    elseif (Test-Output Detailed, Diagnostic) {
        switch ($Test.Result) {
            'Passed' { Write-Plain "$indent[+] $($Test.ExpandedName) $time" DarkGreen }
            'Skipped' { Write-Plain "$indent[!] $($Test.ExpandedName) skipped$because" Yellow }
            default { Write-Plain "$indent[?] $($Test.ExpandedName) inconclusive$because" Gray }
        }
    }
}

function Write-Problem([string] $Title, $Errors, [string] $Indent = '    ') {
    if (Test-Output None) { return }
    Write-Plain $Title Red
    foreach ($problem in $Errors) {
        $own = $problem.FullyQualifiedErrorId -eq 'PesterAssertionFailed'
        $kind = $own ? '' : "$($problem.Exception.GetType().Name): "
        foreach ($line in "$kind$problem" -split '\r?\n') { Write-Plain "$Indent$line" Red }
        $place = Get-ProblemPlace $problem
        if ($place) { Write-Plain "$Indent at $place" Red }
    }
}

# The innermost line that is not this module's own.
function Get-ProblemPlace($Problem) {
    foreach ($line in "$($Problem.ScriptStackTrace)" -split '\r?\n') {
        if ($line -match '^at (?<what>.*?), (?<file>.+): line (?<line>\d+)$' -and
            -not $Matches.file.StartsWith($script:moduleFolder, [StringComparison]::OrdinalIgnoreCase)) {
            return "$($Matches.what), $($Matches.file):$($Matches.line)"
        }
    }
}

function Write-Summary($Result) {
    if (Test-Output None) { return }
    Write-Plain ("Tests completed in {0:0.00}s" -f $Result.Duration.TotalSeconds)
    $counts = foreach ($kind in 'Failed', 'Skipped', 'Inconclusive', 'NotRun') { "${kind}: $($Result."${kind}Count")" }
    Write-Plain "Tests Passed: $($Result.PassedCount), $($counts -join ', ')"
    if ($Result.FailedBlocksCount) { Write-Plain "Blocks failed outside their tests: $($Result.FailedBlocksCount)" Red }
    if ($Result.FailedContainersCount) { Write-Plain "Files failed: $($Result.FailedContainersCount)" Red }
}
