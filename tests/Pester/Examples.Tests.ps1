# The examples run as they are.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $examples = Join-Path $RepositoryRoot 'examples'

    # The example imports the module of the repository, or takes the copy that is tested, which is there first.
    function Invoke-ExampleScript([string] $Path, [string[]] $Arguments = @()) {
        Invoke-ChildPowerShell -Arguments (@(Join-Path $examples $Path) + $Arguments) -Script {
            param($module, $script, $first, $second)
            $given = @{}
            if ($first) { $given[$first] = $second }
            & $script @given
            exit $LASTEXITCODE
        }
    }
}

Describe 'The example provisioning' {
    It 'registers, connects, reports, and answers' {
        $child = Invoke-ExampleScript 'provisioning/new-devices.ps1'
        $child.ExitCode | Should -Be 0
        $child.Error | Should -BeNullOrEmpty
        foreach ($name in 'meter-01', 'meter-02', 'meter-03') {
            $child.Output | Should -Match "$name\s+200\s+success"
            $child.Output | Should -Match "$name is asked for thing\.service\.Reboot"
            $child.Output | Should -Match "a1B2c3D4e5F/$name\s+Success\s+200"
        }
    }

    It 'is a test that passes' {
        $child = Invoke-ChildPowerShell -Arguments (Get-Module Pester).Path, (Join-Path $examples 'provisioning/first-report.Tests.ps1') -Script {
            param($module, $pester, $file)
            Import-Module $pester
            $result = Invoke-Pester $file -Output None -PassThru
            "$($result.PassedCount) of $($result.TotalCount)"
        }
        $child.Output | Should -BeExactly '3 of 3' -Because $child.Error
    }
}

Describe 'The example interactive' {
    It 'opens a session against an emulator and shows a round trip' {
        $child = Invoke-ExampleScript 'interactive/interactive.ps1'
        $child.ExitCode | Should -Be 0
        $child.Error | Should -BeNullOrEmpty
        $child.Output | Should -Match 'a1B2c3D4e5F\.lamp-01\s+Connected'
        $child.Output | Should -Match '\{"(state|at)":"'
        $child.Output | Should -Match '\{"level":7\}'
    }
}

Describe 'The example ops' {
    It 'writes each message as a line of JSON' {
        $child = Invoke-ExampleScript 'ops/watch.ps1'
        $child.ExitCode | Should -Be 0 -Because $child.Error
        $lines = @($child.Output -split '\r?\n' | ConvertFrom-Json)
        $lines.Payload.job | Should -Be 1, 2, 3
        $lines[0].Topic | Should -BeExactly '/a1B2c3D4e5F/lamp-01/user/get'
    }

    It 'has another exit code where messages are missing' {
        $child = Invoke-ChildPowerShell -Arguments (Join-Path $examples 'ops/watch.ps1') -Script {
            param($module, $script)
            & $script -EmulatedMessages 2 -TimeoutSeconds 2
            exit $LASTEXITCODE
        }
        $child.ExitCode | Should -Be 27
        $child.Error | Should -Match 'ReceiveTimeout: 2 of 3'
    }

    It 'has another exit code where it fails' {
        $child = Invoke-ExampleScript 'ops/watch.ps1' 'CredentialFile', (Join-Path $TestDrive 'missing.json')
        $child.ExitCode | Should -Be 1
    }
}
