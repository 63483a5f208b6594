Describe 'Should' {
    BeforeDiscovery {
        $holding = @(
            @{ Text = '1 | Should -Be 1' }, @{ Text = "'1' | Should -Be 1" }, @{ Text = "'A' | Should -Be 'a'" }
            @{ Text = "1, 'b' | Should -Be 1, 'B'" }, @{ Text = '@() | Should -Be $null' }
            @{ Text = '1, 1 | Should -Not -Be 1' }, @{ Text = "'A' | Should -Not -BeExactly 'a'" }
            @{ Text = '1 | Should -BeTrue' }, @{ Text = "'' | Should -BeFalse" }, @{ Text = '@() | Should -BeFalse' }
            @{ Text = '@() | Should -BeNullOrEmpty' }, @{ Text = '$null | Should -BeNullOrEmpty' }
            @{ Text = '0 | Should -Not -BeNullOrEmpty' }, @{ Text = '1, 2 | Should -BeOfType [int]' }
            @{ Text = "'abc' | Should -Match 'B'" }, @{ Text = "'abc' | Should -Not -MatchExactly 'B'" }
            @{ Text = "'abc' | Should -BeLike 'A*'" }, @{ Text = '2 | Should -BeGreaterThan 1' }
            @{ Text = '2 | Should -BeGreaterOrEqual 2' }, @{ Text = '1 | Should -BeLessThan 2' }
            @{ Text = '2 | Should -BeLessOrEqual 2' }, @{ Text = "'a' | Should -BeIn 'A', 'b'" }
            @{ Text = "'a', 'b' | Should -Contain 'B'" }, @{ Text = '@() | Should -HaveCount 0' }
            @{ Text = '1, 2 | Should -HaveCount 2' }, @{ Text = "{ throw 'a b' } | Should -Throw 'a*'" }
            @{ Text = '{ 1 } | Should -Not -Throw' }
            @{ Text = '{ throw [ArgumentNullException]::new() } | Should -Throw -ExceptionType ([ArgumentException])' }
            @{ Text = "{ Write-Error m -ErrorId Own -ErrorAction Stop } | Should -Throw -ErrorId 'Own*'" }
            @{ Text = 'Get-Command ForEach-Object | Should -HaveParameter Process -Mandatory' }
            @{ Text = 'Get-Command ForEach-Object | Should -Not -HaveParameter Nothing' }
        )
        $failing = @(
            @{ Text = '1 | Should -Be 2' }, @{ Text = '1, 2 | Should -Be 1' }, @{ Text = "'' | Should -Be `$null" }
            @{ Text = "`$true | Should -Be 'x'" }, @{ Text = '1, 0 | Should -BeTrue' }
            @{ Text = '@() | Should -BeTrue' }
            @{ Text = '$null | Should -BeOfType [int]' }, @{ Text = "'abc', 'x' | Should -Match 'a'" }
            @{ Text = '$null | Should -HaveCount 0' }, @{ Text = '{ 1 } | Should -Throw' }
            @{ Text = "{ throw 'a b' } | Should -Throw 'a'" }, @{ Text = "{ throw 'a b' } | Should -Not -Throw" }
            @{ Text = "'/no/such/path' | Should -Exist" }, @{ Text = "'a' | Should -BeIn 'b'" }
            @{ Text = 'Get-Command ForEach-Object | Should -HaveParameter Process -Type string' }
        )
    }

    It 'lets <Text> pass' -ForEach $holding { & ([scriptblock]::Create($Text)) }

    It 'lets <Text> fail' -ForEach $failing {
        { & ([scriptblock]::Create($Text)) } | Should -Throw -ErrorId 'PesterAssertionFailed*'
    }

    It 'hands on the error' {
        ({ throw 'found' } | Should -Throw -PassThru).Exception.Message | Should -Be 'found'
    }

    It 'names the reason' {
        { 1 | Should -Be 2 -Because 'we say so' } | Should -Throw '*because we say so*'
    }
}
