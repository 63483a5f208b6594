function Invoke-Test($Test, $Block) {
    if (-not $Test.ShouldRun) { return }
    if ($Test.Skip) {
        Set-ExpandedName $Test $Block
        Complete-Test $Test 'Skipped'
        return
    }

    $ancestors = @(Get-Ancestor $Block)
    $teardowns = @(foreach ($one in $ancestors) { $one.AfterEach })
    [array]::Reverse($ancestors)
    $setups = @(foreach ($one in $ancestors) { $one.BeforeEach })
    $name = ConvertTo-Frame { & $______pester.Naming $______pester }
    $setups = @($name) + $setups
    $frameInput = New-FrameInput -Data $Test.Data -Setups $setups -Body $Test.ScriptBlock -Teardowns $teardowns
    $frameInput.Node, $frameInput.Parent = $Test, $Block
    $frameInput.Naming = { param($frameInput) Set-ExpandedName $frameInput.Node $frameInput.Parent }
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    & (New-BlockFrame) $frameInput
    $Test.Duration = $watch.Elapsed
    Complete-TestByError $Test $frameInput.Errors
}

function Complete-TestByError($Test, $Errors) {
    $result = 'Passed'
    foreach ($problem in $Errors) {
        switch ($problem.FullyQualifiedErrorId) {
            'PesterTestSkipped' { $result = 'Skipped' }
            'PesterTestInconclusive' { $result = 'Inconclusive' }
            default { $result = 'Failed'; $Test.ErrorRecord.Add($problem); continue }
        }
        $Test.Because = $problem.Exception.Message
    }
    if ($Test.ErrorRecord.Count -gt 0) { $result = 'Failed' }
    Complete-Test $Test $result
}

function Complete-Test($Test, [string] $Result) {
    $Test.Result = $Result
    $Test.Passed = $Result -eq 'Passed'
    $Test.Skipped = $Result -eq 'Skipped'
    Write-Test $Test
}

# Tests below a block that could not be set up fail without a run.
function Set-TestFailed($Block) {
    foreach ($child in $Block.Children) {
        if (-not $child.ShouldRun) { continue }
        Set-ExpandedName $child $Block
        if (-not $child.IsTest) { Set-TestFailed $child }
        elseif ($child.Skip) { Complete-Test $child 'Skipped' }
        else { Complete-Test $child 'Failed' }
    }
}
