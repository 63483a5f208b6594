function Invoke-Container($Container) {
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    Write-ContainerStart $Container
    $drive = New-TestDrive
    try { Invoke-Block $Container.Root $null } finally { Remove-TestDrive $drive }
    $Container.Duration = $watch.Elapsed
    if ($Container.ErrorRecord.Count -gt 0) {
        $Container.Result = 'Failed'
        Write-Problem "[-] $($Container.Item.FullName) failed" $Container.ErrorRecord ''
    }
    else {
        $Container.Result = 'Passed'
    }
    Write-ContainerEnd $Container
}

function Invoke-Block($Block, $Parent) {
    if (-not $Block.ShouldRun) { return }
    # Nothing of a block is set up when none of its tests will run.
    $active = [bool](Get-TreeTest $Block | Where-Object { $_.ShouldRun -and -not $_.Skip })
    $inside = {
        param($frameInput)
        $Block, $Parent = $frameInput.Node, $frameInput.Parent
        Set-ExpandedName $Block $Parent
        Write-BlockStart $Block
        foreach ($problem in $frameInput.Errors) { $Block.ErrorRecord.Add($problem) }
        $frameInput.Errors.Clear()
        if ($Block.ErrorRecord.Count -gt 0) { Set-TestFailed $Block; return }
        $known = Get-TestDriveContent
        foreach ($child in $Block.Children) {
            if ($child.IsTest) { Invoke-Test $child $Block } else { Invoke-Block $child $Block }
        }
        if ($null -ne $Parent) { Restore-TestDrive $known }
    }
    $frameInput = New-FrameInput -Data $Block.Data -Setups ($active ? $Block.BeforeAll : @()) -Inside $inside `
        -Teardowns ($active ? $Block.AfterAll : @())
    $frameInput.Node, $frameInput.Parent = $Block, $Parent
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    & (New-BlockFrame) $frameInput
    $Block.Duration = $watch.Elapsed
    foreach ($problem in $frameInput.Errors) { $Block.ErrorRecord.Add($problem) }
    $Block.Result = $Block.ErrorRecord.Count -gt 0 ? 'Failed' : 'Passed'
    if ($Block.ErrorRecord.Count -gt 0) {
        $name = $Block.ExpandedPath ? $Block.ExpandedPath : 'The file'
        Write-Problem "[-] $name failed outside its tests" $Block.ErrorRecord
    }
}
