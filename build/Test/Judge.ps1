# Emits a line for each thing that kept tests from running, which the counts of the tests do not show.
function Find-Omission([string[]] $Path, [object[]] $Report, [string[]] $MissingPeer, [switch] $SkipPeer) {
    if (-not $Path) {
        'There is no file with that name.'
    }

    foreach ($file in $Path) {
        $name = Split-Path $file -Leaf
        $seen = $Report | ForEach-Object Files | Where-Object Path -EQ $file
        if (-not $seen) {
            "$name did not run."
        }
        elseif ($seen.Failed) {
            "$name has an error outside of its tests."
        }
        elseif ($seen.Tests -eq 0) {
            "$name holds no test."
        }
    }

    $Report | ForEach-Object FailedBlocks | ForEach-Object { "A block has an error outside of its tests: $_" }
    $notRun = Measure-Count $Report 'NotRun'
    if ($notRun -gt 0 -and -not ($MissingPeer -and $SkipPeer)) {
        "$notRun tests did not run."
        $MissingPeer | ForEach-Object {
            "The tests tagged $_ need $($Peers[$_].Program -join ' and '). Install $($Peers[$_].Package -join ' and ') " +
            'with the system''s package manager, or leave those tests out with -SkipPeer.'
        }
    }
}

function Measure-Count([object[]] $Report, [string] $Name) {
    [int]($Report | Measure-Object $Name -Sum | ForEach-Object Sum)
}
