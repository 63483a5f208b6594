# With -Not each wish is turned round by itself, and a parameter that is not there fulfils them all.
function Test-Parameter($Command, $Expected) {
    if ($Command -isnot [System.Management.Automation.CommandInfo]) {
        throw [System.ArgumentException]::new('Should -HaveParameter needs what Get-Command returns as its input.')
    }

    $name = $Expected.ParameterName
    $parameter = $Command.Parameters[$name]
    $wishes = @(if ($null -ne $parameter) { Get-ParameterWish $Command $parameter $Expected })
    $negated = [bool] $Expected.Not
    if ($null -eq $parameter) { $holds = $false }
    elseif ($wishes.Count -eq 0) { $holds = $true }
    elseif ($negated) { $holds = [bool]($wishes | Where-Object Holds) }
    else { $holds = -not ($wishes | Where-Object { -not $_.Holds }) }
    $wanted = @("a parameter '$name' of $($Command.Name)") + @($wishes | ForEach-Object Text) -join ', '
    New-Verdict $holds $wanted ($null -eq $parameter ? 'no such parameter' : 'another one')
}

function Get-ParameterWish($Command, $Parameter, $Expected) {
    $sets = $Parameter.ParameterSets
    if ($Expected.InParameterSet) {
        $there = $sets.ContainsKey($Expected.InParameterSet) -or $sets.ContainsKey('__AllParameterSets')
        [pscustomobject]@{ Holds = $there; Text = "in the set $($Expected.InParameterSet)" }
    }
    if ($Expected.Mandatory) {
        $mandatory = [bool]($sets.Values | Where-Object IsMandatory)
        [pscustomobject]@{ Holds = $mandatory; Text = 'mandatory' }
    }
    if ($Expected.Type) {
        $type = Resolve-ExpectedType $Expected.Type
        [pscustomobject]@{ Holds = $Parameter.ParameterType -eq $type; Text = "of type [$type]" }
    }
    if ($Expected.Alias) {
        $missing = @($Expected.Alias | Where-Object { $_ -notin $Parameter.Aliases })
        [pscustomobject]@{ Holds = $missing.Count -eq 0; Text = "with the aliases $($Expected.Alias -join ', ')" }
    }
}
