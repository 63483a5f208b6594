# What numbered messages have to look like where they arrive at least once.

# Each number at least once, and the first arrivals in order.
function Assert-Complete([object[]] $Payload, [int] $Count) {
    $seen = [System.Collections.Generic.HashSet[int]]::new()
    $last = 0
    $late = 0
    foreach ($number in $Payload) {
        if ($seen.Add([int]$number)) {
            if ([int]$number -lt $last) { $late++ }
            $last = [int]$number
        }
    }
    $seen.Count | Should -Be $Count
    $late | Should -Be 0
}
