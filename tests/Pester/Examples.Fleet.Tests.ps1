# The example of a fleet on several machines: here SSH servers on loopback.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Ssh.ps1')
    $fleet = Join-Path $RepositoryRoot 'examples' 'fleet'
    $manifest = Join-Path $fleet 'job.yaml'
    $devices = New-TestDevice -Count 149
    $emulator = Start-IotEmulator -Device $devices
    # The last is one that the emulator does not know.
    $rows = @($devices) + (New-TestDevice) | ForEach-Object { [pscustomobject]$_ }
    $stranger = $rows[-1].DeviceName
    $file = Join-Path $TestDrive 'devices.csv'
    $rows | Export-Csv $file

    function Find-ManifestFault([string] $Path) {
        $check = Join-Path $RepositoryRoot 'tests' 'Manifests' 'check.mjs'
        (Invoke-TestProgram node $check, $Path).Output
    }
}

AfterAll { Stop-IotEmulator -All }

# On Windows the server is a service, and takes no configuration of a test's own.
Describe 'The example fleet.ps1 with two machines, and one that is not there' -Tag 'Ssh' -Skip:$IsWindows {
    BeforeAll {
        $servers = @(Start-TestSshServer; Start-TestSshServer)
        $deaf = New-DeafSocket
        $away = @{ HostName = '127.0.0.1'; Port = $deaf.LocalEndPoint.Port; Options = @{ LogLevel = 'QUIET' } }
        $run = @{
            Path     = $file
            Machine  = $away, $servers[0].Connection, $servers[1].Connection
            Endpoint = $emulator.Endpoint
            Module   = $ModuleManifest
            Count    = 5
        }
        $output = & "$fleet/fleet.ps1" @run 2>&1
        $problems, $results = $output.Where({ $_ -is [System.Management.Automation.ErrorRecord] }, 'Split')
        $lost, $others = $results.Where({ $_.Machine -eq "127.0.0.1:$($away.Port)" }, 'Split')
    }

    AfterAll {
        $deaf.Dispose()
        $servers | ForEach-Object { Stop-TestProcess $_.Process }
    }

    It 'emits an object for each device, a third of them from each machine' {
        $results.Count | Should -Be 150
        $results.DeviceName | Sort-Object | Should -Be ($rows.DeviceName | Sort-Object)
        $results | Group-Object Machine | ForEach-Object Count | Should -Be 50, 50, 50
    }

    It 'has connected the devices of both machines and sent their messages' {
        $known = $others | Where-Object DeviceName -NE $stranger
        $known | Where-Object Connected | Should -HaveCount 99
        $known | Where-Object { $null -ne $_.Error } | Should -BeNullOrEmpty
        ($known | Measure-Object Acknowledged -Sum).Sum | Should -Be 495
        $arrived = @(Receive-IotEmulatorMessage -TimeoutSeconds 0)
        $arrived.Count | Should -Be 495
        $arrived | Group-Object DeviceName | ForEach-Object Count | Sort-Object -Unique | Should -Be 5
    }

    It 'gives the reason of the one that was refused' {
        $one = $results | Where-Object DeviceName -EQ $stranger
        $one.Connected | Should -BeFalse
        $one.Error | Should -Match '^AuthenticationRejected: '
    }

    It 'gives those of the machine that is not there the reason, which is an error too' {
        $lost.Error | Should -Match 'gave no result: .*SSH'
        $lost | Where-Object Connected | Should -BeNullOrEmpty
        $problems | Should -HaveCount 1
        "$problems" | Should -Match 'SSH'
    }

    It 'reports a row for each machine, a file of all devices, and a chart' {
        $folder = Join-Path $TestDrive 'report'
        $report = $results | & "$fleet/report.ps1" -Folder $folder
        $report.Devices | Should -Be 50, 50, 50
        ($report | Measure-Object Acknowledged -Sum).Sum | Should -Be 495
        Import-Csv (Join-Path $folder 'devices.csv') | Should -HaveCount 150
        $chart = [xml](Get-Content (Join-Path $folder 'fleet.svg') -Raw)
        $text = $chart.svg.text.'#text' -join "`n"
        $servers.Connection.Port | ForEach-Object { $text | Should -Match "${_}: (49|50) of 50 devices, 2\d\d of 2\d\d messages" }
        @($chart.svg.rect).Count | Should -Be 7
    }
}

Describe 'The example job.yaml' {
    It 'is a Job by the schema of Kubernetes' -Tag 'Node' {
        Find-ManifestFault $manifest | Should -BeNullOrEmpty
    }

    It 'would be found out by a field that there is not' -Tag 'Node' {
        $broken = Join-Path $TestDrive 'broken.yaml'
        (Get-Content $manifest -Raw).Replace('completionMode', 'completionMod') | Set-Content $broken
        Find-ManifestFault $broken | Should -Be '/spec/completionMod is not in the schema'
    }

    It 'gives its pods shares that are the whole, each device once' {
        $numbers = [regex]::Matches((Get-Content $manifest -Raw), '(?<=completions: |parallelism: |-Shards )\d+').Value
        $numbers | Should -Be '4', '4', '4'
        $results = try {
            foreach ($index in 0..3) {
                $env:JOB_COMPLETION_INDEX = $index
                $shard = @{ Path = $file; Shards = 4; Endpoint = $emulator.Endpoint; Module = $ModuleManifest; Count = 1 }
                & "$fleet/shard.ps1" @shard -Machine "pod-$index" | ForEach-Object { ConvertTo-Json $_ -Compress }
            }
        }
        finally { Remove-Item env:JOB_COMPLETION_INDEX }
        $results = $results | ConvertFrom-Json
        $results.DeviceName | Sort-Object | Should -Be ($rows.DeviceName | Sort-Object)
        $results | Group-Object Machine | ForEach-Object Count | Sort-Object | Should -Be 37, 37, 38, 38
        ($results | Where-Object Connected | Measure-Object Acknowledged -Sum).Sum | Should -Be 149
    }
}
