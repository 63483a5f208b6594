# A run inside a run would share state in the real Pester, so each inner run gets a process of its own.
BeforeAll {
    $shell = [Environment]::ProcessPath

    function Invoke-Inner([string] $Tests, [string] $Options = '') {
        $file = Join-Path $TestDrive 'Inner.Tests.ps1'
        Set-Content $file $Tests
        $counts = "`"`$(`$r.PassedCount) `$(`$r.FailedCount) `$(`$r.SkippedCount) `$(`$r.FailedBlocksCount) " +
            "`$(`$r.FailedContainersCount) `$(`$r.Result)`""
        $text = "`$r = Invoke-Pester -Path '$file' -PassThru -Output None $Options; $counts; exit `$LASTEXITCODE"
        & $shell -NoProfile -NonInteractive -Command $text | Select-Object -Last 1
    }
}

Describe 'Invoke-Pester' {
    It 'counts each result' {
        Invoke-Inner "Describe d { It a {}; It b { throw 'x' }; It c -Skip {}; It d { Set-ItResult -Skipped } }" |
            Should -Be '1 1 2 0 0 Failed'
        $LASTEXITCODE | Should -Be 1
    }

    It 'fails all tests of a block whose setup fails' {
        Invoke-Inner "Describe d { BeforeAll { throw 'x' }; It a {}; Context c { It b {} } }; Describe e { It f {} }" |
            Should -Be '1 2 0 1 0 Failed'
    }

    It 'fails a block whose teardown fails, not its tests' {
        Invoke-Inner "Describe d { AfterAll { throw 'x' }; It a {} }" | Should -Be '1 0 0 1 0 Failed'
        $LASTEXITCODE | Should -Be 1
    }

    It 'fails a test whose AfterEach fails' {
        Invoke-Inner "Describe d { AfterEach { throw 'x' }; It a {} }" | Should -Be '0 1 0 0 0 Failed'
    }

    It 'fails a file that can not be read' {
        Invoke-Inner "Describe d { It a {} ; throw 'x' }" | Should -Be '1 0 0 0 1 Failed'
        $LASTEXITCODE | Should -Be 1
    }

    It 'does not mind an error that does not end a test' {
        Invoke-Inner "Describe d { It a { Write-Error x 2>`$null } }" | Should -Be '1 0 0 0 0 Passed'
        $LASTEXITCODE | Should -Be 0
    }

    It 'filters by <Options>' -ForEach @(
        @{ Options = '-TagFilter slow'; Expected = '2 0 0 0 0 Passed' }
        @{ Options = '-ExcludeTagFilter slow'; Expected = '1 0 0 0 0 Passed' }
        @{ Options = '-FullNameFilter d.a'; Expected = '1 0 0 0 0 Passed' }
        @{ Options = '-FullNameFilter e.*'; Expected = '1 0 0 0 0 Passed' }
    ) {
        Invoke-Inner 'Describe d { It a {}; It b -Tag slow {} }; Describe e -Tag slow { It c {} }' $Options |
            Should -Be $Expected
    }

    It 'sets nothing up for tests that do not run' {
        Invoke-Inner "Describe d { BeforeAll { throw 'x' }; It a -Skip {} }" | Should -Be '0 0 1 0 0 Passed'
    }
}
