# A script block sees the variables of the session state that it is bound to. A frame is a block of this module that
# runs in the session state of the test files, so that each block of tests gets a scope inside its parent's scope.

$instance = [System.Reflection.BindingFlags]'Instance, NonPublic, Public'
$script:scriptBlockState = [scriptblock].GetProperty('SessionStateInternal', $instance)
$script:sessionStateInternal = [System.Management.Automation.SessionState].GetProperty('Internal', $instance)

function ConvertTo-Frame([scriptblock] $ScriptBlock) {
    $script:scriptBlockState.SetValue($ScriptBlock, $script:sessionStateInternal.GetValue($script:run.SessionState))
    $ScriptBlock
}

# The names here are visible to tests, therefore they are unlikely ones.
function New-BlockFrame {
    ConvertTo-Frame {
        param($______pester)
        foreach ($______name in $______pester.Variables.Keys) {
            $ExecutionContext.SessionState.PSVariable.Set($______name, $______pester.Variables[$______name])
        }
        try {
            foreach ($______step in $______pester.Setups) { $null = . $______step }
            $______pester.SetupDone = $true
            if ($null -ne $______pester.Body) { $null = . $______pester.Body }
        }
        catch { $______pester.Errors.Add($_) }
        if ($null -ne $______pester.Inside) { & $______pester.Inside $______pester }
        foreach ($______step in $______pester.Teardowns) {
            try { $null = . $______step } catch { $______pester.Errors.Add($_) }
        }
    }
}

function New-FrameInput($Data, $Setups, $Body, $Inside, $Teardowns) {
    [pscustomobject]@{
        Variables = Get-DataVariable $Data
        Setups    = $Setups
        Body      = $Body
        Inside    = $Inside
        Teardowns = $Teardowns
        Node      = $null
        Parent    = $null
        File      = $null
        Naming    = $null
        SetupDone = $false
        Errors    = [System.Collections.Generic.List[object]]::new()
    }
}

# One item of -ForEach becomes $_; the keys of a table become variables of their own.
function Get-DataVariable($Data) {
    $variables = @{}
    if ($null -eq $Data) { return $variables }
    $variables['_'] = $Data.Item
    if ($Data.Item -is [System.Collections.IDictionary]) {
        foreach ($key in $Data.Item.Keys) { $variables["$key"] = $Data.Item[$key] }
    }
    $variables
}
