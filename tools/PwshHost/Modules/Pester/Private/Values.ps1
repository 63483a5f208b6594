function Format-Value($Value) {
    if ($null -eq $Value) { return '$null' }
    if ($Value -is [string]) { return $Value ? "'$Value'" : '<empty>' }
    if ($Value -is [bool]) { return $Value ? '$true' : '$false' }
    if ($Value -is [type]) { return "[$Value]" }
    if ($Value -is [scriptblock]) { return "{$Value}" }
    if ($Value -is [datetime]) { return $Value.ToString('o') }
    $single = $Value -is [System.Collections.IDictionary] -or $Value -isnot [System.Collections.IEnumerable]
    if ($single) { return "$Value" }
    $items = @($Value)
    $shown = @(foreach ($item in $items[0..([math]::Min($items.Count, 10) - 1)]) { Format-Value $item })
    if ($items.Count -eq 0) { $shown = @() }
    $more = $items.Count -gt 10 ? ", ...$($items.Count - 10) more" : ''
    "@($($shown -join ', ')$more)"
}

function Test-SameValue($Actual, $Expected, [bool] $ExactCase) {
    $left, $right = @($Actual), @($Expected)
    $leftEmpty, $rightEmpty = (Test-Nothing $left), (Test-Nothing $right)
    if ($leftEmpty -or $rightEmpty) { return $leftEmpty -and $rightEmpty }
    if ($left.Count -ne $right.Count) { return $false }
    for ($i = 0; $i -lt $left.Count; $i++) {
        $one, $other = $left[$i], $right[$i]
        if ($one -is [array] -or $other -is [array]) {
            $both = $one -is [array] -and $other -is [array]
            if (-not ($both -and (Test-SameValue $one $other $ExactCase))) { return $false }
        }
        elseif ($ExactCase ? -not ($other -ceq $one) : -not ($other -eq $one)) { return $false }
    }
    $true
}

function Test-Nothing([object[]] $Items) {
    $Items.Count -eq 0 -or ($Items.Count -eq 1 -and $null -eq $Items[0])
}

function Test-NullOrEmpty([object[]] $Items) {
    if ($Items.Count -eq 0) { return $true }
    if ($Items.Count -gt 1) { return $false }
    $only = $Items[0]
    $null -eq $only -or ($only -is [string] -and $only.Length -eq 0) -or
        ($only -is [System.Collections.ICollection] -and $only.Count -eq 0)
}

# Types are given as [int], as a type in parentheses or as a name.
function Resolve-ExpectedType($Type) {
    if ($Type -is [type]) { return $Type }
    $name = "$Type" -replace '^\[(.*)\]$', '$1'
    $found = $name -as [type]
    if ($null -eq $found) { throw [System.ArgumentException]::new("The type [$name] is not known here.") }
    $found
}

function New-AssertionError([string] $Message) {
    [System.Management.Automation.ErrorRecord]::new(
        [System.Exception]::new($Message), 'PesterAssertionFailed', 'InvalidResult', $null)
}
