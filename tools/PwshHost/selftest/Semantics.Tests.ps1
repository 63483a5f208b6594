# What the tests of the module rely on; the file passes in PwshHost and under the real Pester.
$atDiscovery = 'discovery'

BeforeDiscovery {
    $cases = @(@{ Left = 1; Right = 2; Sum = 3 }, @{ Left = 2; Right = 2; Sum = 4 })
}

BeforeAll {
    $shared = 'from the file'
    function Get-Doubled($Number) { 2 * $Number }
}

Describe 'scopes' {
    BeforeAll { $block = "$shared, block" }
    BeforeEach { $each = 'fresh' }

    It 'sees the setups of the file and the block' {
        $block | Should -Be 'from the file, block'
        Get-Doubled 4 | Should -Be 8
    }

    It 'does not see variables of the discovery' { $atDiscovery | Should -BeNullOrEmpty }

    It 'shares its scope with BeforeEach' {
        $each | Should -BeExactly 'fresh'
        $each = 'changed'
        $leak = 1
    }

    It 'starts anew' {
        $each | Should -BeExactly 'fresh'
        $leak | Should -BeNullOrEmpty
    }

    Context 'inside' {
        BeforeAll { $shared = 'hidden' }
        It 'may hide a variable' { $shared | Should -Be 'hidden' }
    }

    It 'keeps the outer variable' { $shared | Should -Be 'from the file' }

    It 'knows its own file' {
        Split-Path -Leaf $PSCommandPath | Should -Be 'Semantics.Tests.ps1'
        $PSScriptRoot | Should -Be (Split-Path -Parent $PSCommandPath)
    }
}

Describe 'data' {
    It 'adds <Left> and <Right>' -ForEach $cases { $Left + $Right | Should -Be $Sum }
    It 'takes <_>' -TestCases 'a', 'b' { $_ | Should -BeIn 'a', 'b' }
    It 'never runs' -ForEach @() { throw 'it ran' }
    It 'is skipped' -Skip { throw 'it ran' }
}

Describe 'block <Name>' -ForEach @(@{ Name = 'one' }, @{ Name = 'two' }) {
    BeforeAll { $own = "of $Name" }
    It 'has its data' { $own | Should -Be "of $Name" }
}

Describe 'TestDrive' {
    BeforeAll { Set-Content (Join-Path $TestDrive 'kept.txt') 'x' }

    Context 'inside' {
        It 'is a folder' {
            Set-Content (Join-Path $TestDrive 'inner.txt') 'y'
            Join-Path $TestDrive 'kept.txt' | Should -Exist
            'TestDrive:/inner.txt' | Should -Exist
        }
    }

    It 'forgets what an inner block left' {
        Join-Path $TestDrive 'inner.txt' | Should -Not -Exist
        Join-Path $TestDrive 'kept.txt' | Should -Exist
    }
}
