function Select-TestToRun($Container, $Filter) {
    foreach ($test in Get-TreeTest $Container.Root) {
        $ancestors = @(Get-Ancestor $test.Block)
        $tags = @($test.Tag) + @($ancestors | ForEach-Object { $_.Tag }) | Where-Object { $_ }
        $names = @($test.Path -join '.') + @($ancestors | ForEach-Object { $_.Path -join '.' })
        if (Test-AnyLike $tags $Filter.ExcludeTag) { continue }
        $wanted = (-not $Filter.Tag -or (Test-AnyLike $tags $Filter.Tag)) -and
            (-not $Filter.FullName -or (Test-AnyLike $names $Filter.FullName))
        if (-not $wanted) { continue }
        $test.ShouldRun = $true
        $test.Skip = $test.Skip -or [bool]($ancestors | Where-Object { $_.Skip })
        foreach ($block in $ancestors) { $block.ShouldRun = $true }
    }
}

function Test-AnyLike([string[]] $Values, [string[]] $Patterns) {
    foreach ($pattern in $Patterns) {
        foreach ($value in $Values) {
            if ($value -like $pattern) { return $true }
        }
    }
    $false
}
