Describe 'objects' {
    It 'stops what comes before Select-Object -First' {
        $seen = [System.Collections.Generic.List[int]]::new()
        1..5 | ForEach-Object { $seen.Add($_); $_ } | Select-Object -First 2 | Should -Be 1, 2
        $seen | Should -Be 1, 2
    }

    It 'calculates properties' {
        $one = [pscustomobject]@{ a = 2; b = 3 } | Select-Object a, @{ Name = 'c'; Expression = { $_.a * $_.b } }
        $one.c | Should -Be 6
        $one.PSObject.Properties.Name | Should -Be 'a', 'c'
    }

    It 'sorts, groups and measures' {
        'bb', 'a', 'ccc' | Sort-Object Length -Descending | Should -Be 'ccc', 'bb', 'a'
        'x', 'y', 'X' | Group-Object | ForEach-Object { "$($_.Name)$($_.Count)" } | Should -Be 'x2', 'y1'
        (1, 2, 3 | Measure-Object -Sum).Sum | Should -Be 6
    }
}

Describe 'text' {
    It 'writes and reads JSON' {
        [ordered]@{ a = 1; b = @('x', $null); c = @{} } | ConvertTo-Json -Compress |
            Should -BeExactly '{"a":1,"b":["x",null],"c":{}}'
        $read = '{"a":[1,{"b":true}],"A2":"x"}' | ConvertFrom-Json
        $read.a[1].b | Should -BeTrue
        ('{"a":1}' | ConvertFrom-Json -AsHashtable).a | Should -Be 1
        { 'nope' | ConvertFrom-Json } | Should -Throw
    }

    It 'warns when the JSON is cut' {
        $null = @{ a = @{ b = @{ c = @{ d = 1 } } } } |
            ConvertTo-Json -WarningVariable cut -WarningAction SilentlyContinue
        $cut | Should -HaveCount 1
    }

    It 'writes and reads CSV' {
        $lines = [pscustomobject]@{ a = 1; b = 'x"y' } | ConvertTo-Csv
        $lines | Should -BeExactly '"a","b"', '"1","x""y"'
        ($lines | ConvertFrom-Csv).b | Should -Be 'x"y'
    }

    It 'shows lists and tables' {
        $one = [pscustomobject]@{ Name = 'n'; Size = 5 }
        ($one | Format-List | Out-String).Trim() | Should -Be "Name : n$([Environment]::NewLine)Size : 5"
        $one | Format-Table -HideTableHeaders | Out-String -Stream | Should -Contain 'n       5'
    }
}

Describe 'files' {
    It 'writes and reads lines' {
        $file = Join-Path $TestDrive 'a.txt'
        'one', 'two' | Set-Content $file
        Add-Content $file 'three'
        Get-Content $file | Should -Be 'one', 'two', 'three'
        (Get-Content $file -Raw).Length | Should -Be (3 * [Environment]::NewLine.Length + 11)
    }

    It 'makes, finds, copies and removes' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'tree')
        $null = New-Item (Join-Path $folder 'sub/x.txt') -Force -Value 'x'
        Get-ChildItem $folder -Recurse -File -Filter *.txt | ForEach-Object Name | Should -Be 'x.txt'
        Copy-Item $folder (Join-Path $TestDrive 'copy') -Recurse
        Test-Path (Join-Path $TestDrive 'copy' 'sub' 'x.txt') -PathType Leaf | Should -BeTrue
        Remove-Item $folder -Recurse
        Test-Path $folder | Should -BeFalse
        { Get-Item $folder -ErrorAction Stop } |
            Should -Throw -ErrorId 'PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand'
    }
}

Describe 'streams' {
    It 'reports errors as the caller' {
        function Write-Own { [CmdletBinding()] param() Write-Error 'm' -ErrorId Own -TargetObject 5 }
        Write-Own -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -Be 'Own,Write-Own'
        $problems[0].TargetObject | Should -Be 5
    }

    It 'lets streams be caught' {
        (Write-Host 'shown' 6>&1).ToString() | Should -Be 'shown'
        (Write-Warning 'careful' 3>&1).Message | Should -Be 'careful'
        (Write-Verbose 'more' -Verbose 4>&1).Message | Should -Be 'more'
    }

    It 'works in runspaces of the engine' {
        1..2 | ForEach-Object -Parallel { Write-Output (Join-Path 'p' "$_") } | Sort-Object |
            Should -Be (Join-Path p 1), (Join-Path p 2)
    }
}
