# The examples run as they are.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
}

Describe 'The example new-devices.ps1' {
    It 'registers, connects, reports, and answers' {
        $child = Invoke-ChildPowerShell -Script {
            param($module, $script)
            & $script
        } -Arguments (Join-Path $RepositoryRoot 'examples' 'new-devices.ps1')
        $child.ExitCode | Should -Be 0
        $child.Error | Should -BeNullOrEmpty
        foreach ($name in 'meter-01', 'meter-02', 'meter-03') {
            $child.Output | Should -Match "$name\s+200\s+success"
            $child.Output | Should -Match "$name is asked for thing\.service\.Reboot"
            $child.Output | Should -Match "a1B2c3D4e5F/$name\s+Success\s+200"
        }
    }
}
