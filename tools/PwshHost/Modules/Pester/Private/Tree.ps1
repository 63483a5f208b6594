function New-Block($Name, $Parent, $ScriptBlock, $Data, [string[]] $Tag, [bool] $Skip, $Line) {
    [pscustomobject]@{
        PSTypeName = 'PwshHost.Pester.Block'
        Name = $Name; ExpandedName = $Name; Path = @(); ExpandedPath = ''
        Parent = $Parent; ScriptBlock = $ScriptBlock; Data = $Data; Tag = $Tag; Skip = $Skip; StartLine = $Line
        Children = [System.Collections.Generic.List[object]]::new()
        BeforeAll = [System.Collections.Generic.List[scriptblock]]::new()
        AfterAll = [System.Collections.Generic.List[scriptblock]]::new()
        BeforeEach = [System.Collections.Generic.List[scriptblock]]::new()
        AfterEach = [System.Collections.Generic.List[scriptblock]]::new()
        ErrorRecord = [System.Collections.Generic.List[object]]::new()
        Result = 'NotRun'; Duration = [timespan]::Zero; IsTest = $false; ShouldRun = $false; Depth = -1
    }
}

function New-Test($Name, $Block, $ScriptBlock, $Data, [string[]] $Tag, [bool] $Skip, $Line) {
    [pscustomobject]@{
        PSTypeName = 'PwshHost.Pester.Test'
        Name = $Name; ExpandedName = $Name; Path = @(); ExpandedPath = ''
        Block = $Block; ScriptBlock = $ScriptBlock; Data = $Data; Tag = $Tag; Skip = $Skip; StartLine = $Line
        ErrorRecord = [System.Collections.Generic.List[object]]::new()
        Result = 'NotRun'; Duration = [timespan]::Zero; IsTest = $true; ShouldRun = $false
        Passed = $false; Skipped = $false; Because = ''
    }
}

function Add-ToTree($Node, $Block) {
    $Node.Path = @($Block.Path) + $Node.Name
    if (-not $Node.IsTest) { $Node.Depth = $Block.Depth + 1 }
    $Block.Children.Add($Node)
}

function Get-TreeTest($Block) {
    foreach ($child in $Block.Children) {
        if ($child.IsTest) { $child } else { Get-TreeTest $child }
    }
}

function Get-TreeBlock($Block) {
    $Block
    foreach ($child in $Block.Children) {
        if (-not $child.IsTest) { Get-TreeBlock $child }
    }
}

function Get-Ancestor($Block) {
    while ($null -ne $Block) {
        $Block
        $Block = $Block.Parent
    }
}
