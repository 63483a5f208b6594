# Ctrl+C stops a pipeline; so does PowerShell.Stop, which the tests use.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Peer.ps1')
    $device = New-TestDevice
    $emulator = Start-IotEmulator -Device $device
    $user = "/$($device.ProductKey)/$($device.DeviceName)/user"
    # The platform drops a forbidden message without an answer, so that nothing frees the window.
    $forbidden = "/$($device.ProductKey)/another-device/user/update"

    # Stops it and checks that this took less than a second, and that nobody is told of an error.
    function Assert-Stop($Job) {
        $Job.State | Should -Be 'Running' -Because 'it has to be at work when it is stopped'
        (Measure-Command { Stop-Job $Job }).TotalSeconds | Should -BeLessThan 1
        $Job.State | Should -Be 'Stopped'
        $Job.Error | Should -BeNullOrEmpty
    }

    function Assert-Usable {
        $connection.State | Should -Be 'Connected'
        'up' | Send-IotMessage -Topic "$user/update" -TimeoutSeconds 5
        (Receive-IotEmulatorMessage -Topic "$user/update" -Count 1 -TimeoutSeconds 5).Payload | Should -Be 'up'
        $null = Register-IotSubscription -Topic "$user/get"
        'down' | Send-IotEmulatorMessage -Topic "$user/get"
        (Receive-IotMessage -Topic "$user/get" -Count 1 -TimeoutSeconds 5).Payload | Should -Be 'down'
    }
}

AfterAll { Stop-IotEmulator $emulator }

Describe 'Ctrl+C' {
    BeforeEach { $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint -CleanSession }

    AfterEach {
        Remove-Job $worker -Force
        Disconnect-IotMqtt -All
    }

    It 'ends Receive-IotMessage within a second and leaves the connection usable' {
        $worker = Start-ThreadJob {
            Import-Module $using:ModuleManifest
            Receive-IotMessage -Connection $using:connection -Topic "$using:user/get"
        }
        Wait-Until { @($connection.Subscriptions).Count -eq 1 } | Should -BeTrue
        Assert-Stop $worker
        Assert-Usable
    }

    It 'ends Send-IotMessage with a full window within a second and leaves the connection usable' {
        $worker = Start-ThreadJob {
            Import-Module $using:ModuleManifest
            1..5000 | Send-IotMessage -Connection $using:connection -Topic $using:forbidden
        }
        Wait-Until { $connection.InFlight -ge 1000 } | Should -BeTrue
        Assert-Stop $worker
        Assert-Usable
    }

    It 'ends Send-IotMessage that waits for the last acknowledgement within a second' {
        $worker = Start-ThreadJob {
            Import-Module $using:ModuleManifest
            1 | Send-IotMessage -Connection $using:connection -Topic $using:forbidden
        }
        Wait-Until { $connection.InFlight -eq 1 } | Should -BeTrue
        Assert-Stop $worker
        $connection.InFlight | Should -Be 0
    }

    It 'ends Connect-IotMqtt to <what> within a second, and opens nothing' -ForEach @(
        @{ What = 'a silent peer'; Answer = $null }
        @{ What = 'a broker that does not answer CONNECT'
            Answer = { param($stream) $null = Complete-Upgrade $stream; while ($stream.ReadByte() -ge 0) { } }
        }
    ) {
        $peer = Start-TestPeer $answer
        try {
            $endpoint = "ws://127.0.0.1:$($peer.Port)/"
            $worker = Start-ThreadJob {
                Import-Module $using:ModuleManifest
                $device = $using:device
                try { Connect-IotMqtt @device -Endpoint $using:endpoint -Verbose }
                finally { Write-Information "$(@(Get-IotMqttConnection).Count) open" }
            }
            $stages = $answer ? 2 : 1
            Wait-Until { $worker.Verbose.Count -ge $stages } | Should -BeTrue
            Assert-Stop $worker
            $worker.Information | Should -Be '0 open'
        }
        finally {
            Stop-TestPeer $peer
        }
    }

    It 'ends Register-IotSubscription that gets no answer within a second' {
        $peer = Start-TestPeer { param($stream) Send-ConnAck (Complete-Upgrade $stream) 0 }
        try {
            $endpoint = "ws://127.0.0.1:$($peer.Port)/"
            $worker = Start-ThreadJob {
                Import-Module $using:ModuleManifest
                $device = $using:device
                $null = Connect-IotMqtt @device -Endpoint $using:endpoint
                Register-IotSubscription -Topic a -Verbose
            }
            Wait-Until { "$($worker.Verbose)" -like '*Subscribing*' } | Should -BeTrue
            Assert-Stop $worker
        }
        finally {
            Stop-TestPeer $peer
        }
    }

    It 'ends Receive-IotEmulatorMessage within a second' {
        $worker = Start-ThreadJob {
            Import-Module $using:ModuleManifest
            'at work'
            Receive-IotEmulatorMessage -Emulator $using:emulator
        }
        Wait-Until { $worker.Output.Count -gt 0 } | Should -BeTrue
        Assert-Stop $worker
    }
}

Describe 'The end of a runspace' {
    It 'closes the connections that it opened, and no others' {
        $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        $other = New-TestDevice
        $second = Start-IotEmulator -Device $other
        try {
            $shell = New-Shell
            $credential = New-IotMqttCredential @other -Endpoint $second.Endpoint
            $null = Invoke-InShell $shell { Import-Module $args[0]; Connect-IotMqtt $args[1] } $credential
            $second.Online.Count | Should -Be 1
            $shell.Dispose()
            Wait-Until { $second.Online.Count -eq 0 } | Should -BeTrue
            $connection.State | Should -Be 'Connected'
        }
        finally {
            Disconnect-IotMqtt -All
            Stop-IotEmulator $second
        }
    }
}
