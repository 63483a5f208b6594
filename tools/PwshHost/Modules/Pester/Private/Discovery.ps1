function Find-TestContainer([string] $File) {
    $root = New-Block -Name '' -Line 0
    $container = [pscustomobject]@{
        PSTypeName = 'PwshHost.Pester.Container'
        Item = [System.IO.FileInfo]::new($File); Root = $root; Result = 'NotRun'; Duration = [timespan]::Zero
        ErrorRecord = [System.Collections.Generic.List[object]]::new()
    }
    $frame = New-BlockFrame
    $load = ConvertTo-Frame { . $______pester.File }
    $frameInput = New-FrameInput -Body $load
    $frameInput.File = $File
    $script:run.Block = $root
    & $frame $frameInput
    foreach ($problem in $frameInput.Errors) { $container.ErrorRecord.Add($problem) }
    $script:run.Block = $null
    $container
}

function Add-DiscoveredBlock($Name, $ScriptBlock, $ForEach, [bool] $HasForEach, [string[]] $Tag, [bool] $Skip, $Line) {
    $parent = Get-DiscoveryBlock
    foreach ($data in Get-DataItem $ForEach $HasForEach) {
        $block = New-Block $Name $parent $ScriptBlock $data $Tag $Skip $Line
        Add-ToTree $block $parent
        $script:run.Block = $block
        $frameInput = New-FrameInput -Data $data -Body $ScriptBlock
        & (New-BlockFrame) $frameInput
        $script:run.Block = $parent
        if ($frameInput.Errors.Count -gt 0) { throw $frameInput.Errors[0] }
    }
}

function Add-DiscoveredTest($Name, $ScriptBlock, $ForEach, [bool] $HasForEach, [string[]] $Tag, [bool] $Skip, $Line) {
    $parent = Get-DiscoveryBlock
    foreach ($data in Get-DataItem $ForEach $HasForEach) {
        Add-ToTree (New-Test $Name $parent $ScriptBlock $data $Tag $Skip $Line) $parent
    }
}

function Get-DiscoveryBlock {
    if ($null -eq $script:run -or $null -eq $script:run.Block) {
        throw 'Describe, Context, It and the setup commands belong into a test file that Invoke-Pester reads.'
    }
    $script:run.Block
}

# Without -ForEach there is one run without data; with an empty list there is none.
function Get-DataItem($ForEach, [bool] $HasForEach) {
    if (-not $HasForEach) { return [pscustomobject]@{ Item = @{} } }
    foreach ($item in $ForEach) {
        [pscustomobject]@{ Item = $null -eq $item ? @{} : $item }
    }
}
