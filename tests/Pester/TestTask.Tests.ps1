# What the test task makes of files that hold more, or less, than tests that pass.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $TestTask = Join-Path $RepositoryRoot 'build' 'Test.ps1'

    # A folder with a file of each name and text.
    function New-TestSuite([System.Collections.IDictionary] $File) {
        $folder = Join-Path $TestDrive (New-Guid)
        $null = New-Item $folder -ItemType Directory
        $File.GetEnumerator() | ForEach-Object { Set-Content (Join-Path $folder "$($_.Key).Tests.ps1") $_.Value }
        $folder
    }

    # The task on a folder of its own, in the version of Pester that runs this.
    function Invoke-TestTask([string] $Folder, [string] $Filter = '*', [hashtable] $Environment = @{}) {
        $child = @{
            Script         = {
                param($manifest, $task, $folder, $version, $filter)
                if ($env:OTHER_PESTER) {
                    Import-Module $env:OTHER_PESTER
                    Invoke-Pester
                }
                & $task -Path $folder -PesterVersion $version -Filter $filter
                exit $LASTEXITCODE
            }
            Arguments      = $TestTask, $Folder, (Get-Command Invoke-Pester).Module.Version, $Filter
            Environment    = $Environment
            # It starts programs, several of them.
            TimeoutSeconds = 600
        }
        Invoke-ChildPowerShell @child
    }

    $good = 'Describe "good" { It "passes" { 1 | Should -Be 1 } }'
}

Describe 'The test task' {
    It 'counts each thing that keeps tests from running as a failure, and names it' {
        $folder = New-TestSuite @{
            Good   = $good
            Broken = 'Describe "broken" { It "passes" {'
            Thrown = 'throw "while it is read"'
            Empty  = '# nothing'
            Top    = 'BeforeAll { throw "above all" }; Describe "top" { It "does not run" { 1 | Should -Be 1 } }'
            Before = 'Describe "before" { BeforeAll { throw "early" }; It "does not run" { 1 | Should -Be 1 } }'
            After  = 'Describe "after" { AfterAll { throw "late" }; It "passes" { 1 | Should -Be 1 } }'
        }
        $run = Invoke-TestTask $folder
        $run.Output.Split("`n")[-1].Trim() | Should -Be '2 passed, 8 failed'
        $run.ExitCode | Should -Be 1
        foreach ($line in @(
                'Broken.Tests.ps1 has an error outside of its tests.'
                'Thrown.Tests.ps1 has an error outside of its tests.'
                'Empty.Tests.ps1 holds no test.'
                'Top.Tests.ps1 has an error outside of its tests.'
                'A block has an error outside of its tests: Before.Tests.ps1: before'
                'A block has an error outside of its tests: After.Tests.ps1: after'
            )) {
            $run.Output | Should -Match ([regex]::Escape($line))
        }
    }

    It 'fails where a file ends the process, whatever its exit code' {
        $folder = New-TestSuite @{ Good = $good; Leaves = 'Describe "leaves" { It "ends" { [System.Environment]::Exit(0) } }' }
        $run = Invoke-TestTask $folder
        $run.Output | Should -Match 'Leaves\.Tests\.ps1 did not run\.'
        $run.Output.Split("`n")[-1].Trim() | Should -Be '0 passed, 2 failed'
        $run.ExitCode | Should -Be 1
    }

    It 'fails where no file has the name' {
        $run = Invoke-TestTask (New-TestSuite @{ Good = $good }) 'Bad*'
        $run.Output.Split("`n")[-1].Trim() | Should -Be '0 passed, 1 failed'
        $run.ExitCode | Should -Be 1
    }

    It 'takes the pinned Pester where another one is installed, and another one loaded' {
        $modules = Join-Path $TestDrive 'modules'
        $other = Join-Path $modules 'Pester' '99.0.0'
        $null = New-Item $other -ItemType Directory
        Set-Content (Join-Path $other 'Pester.psm1') 'function Invoke-Pester { "not this one" }; function Describe { }'
        $manifest = @{ Path = Join-Path $other 'Pester.psd1'; ModuleVersion = '99.0.0'; RootModule = 'Pester.psm1' }
        New-ModuleManifest @manifest -FunctionsToExport 'Invoke-Pester', 'Describe'
        $run = Invoke-TestTask (New-TestSuite @{ Good = $good }) -Environment @{
            PSModulePath = $modules + [System.IO.Path]::PathSeparator + $env:PSModulePath
            OTHER_PESTER = 'Pester'
        }
        $run.Output | Should -BeLike 'not this one*'
        $run.Output.Split("`n")[-1].Trim() | Should -Be '1 passed, 0 failed'
        $run.ExitCode | Should -Be 0
    }
}

Describe 'The verdict' {
    BeforeAll {
        $Root = $RepositoryRoot
        'Common', 'Test/Peers', 'Test/Units', 'Test/Pester', 'Test/Judge' | ForEach-Object {
            . (Join-Path $RepositoryRoot 'build' "$_.ps1")
        }
    }

    It 'is a failure where no unit test ran' {
        $job = Start-ThreadJob { 'There is no such project.' } |
            Add-Member -NotePropertyName Report -NotePropertyValue (Join-Path $TestDrive 'none.xml') -PassThru
        $warning, $units = Receive-Unit $job 3>&1
        $units.Failed | Should -Be 1
        $units.Passed | Should -Be 0
        $warning.Message | Should -Be 'No unit test ran.'
    }

    It 'is a failure that names the package where the program of a test is missing, and none with -SkipPeer' {
        $folder = New-TestSuite @{
            Tagged = 'Describe "tagged" { It "asks a broker" -Tag Mosquitto { 1 | Should -Be 1 }; It "asks none" { 1 | Should -Be 1 } }'
        }
        $file = Join-Path $folder 'Tagged.Tests.ps1'
        $version = (Get-Command Invoke-Pester).Module.Version
        $report = Invoke-PesterFile (Get-PesterManifest $version) $file 'Mosquitto'
        Find-Omission $file $report 'Mosquitto' | Should -Be @(
            '1 tests did not run.'
            'The tests tagged Mosquitto need mosquitto and mosquitto_pub. Install mosquitto and mosquitto-clients ' +
            "with the system's package manager, or leave those tests out with -SkipPeer."
        )
        Find-Omission $file $report 'Mosquitto' -SkipPeer | Should -BeNullOrEmpty
    }
}
