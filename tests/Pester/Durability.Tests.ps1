# What has to hold when brokers come and go.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Mosquitto.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Arrivals.ps1')
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'A pipeline of 20,000 messages while the emulator goes away 20 times' {
    It 'arrives whole, in order of first arrival, and without an error' {
        $device = New-TestDevice
        $emulator = Start-IotEmulator -Device $device
        $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        $problems = $null
        $restarts = 0
        1..20000 | ForEach-Object {
            if ($_ % 1000 -eq 500) {
                # Each time it goes away under a connection that had come back; one that has not seen its end yet has not.
                $back = Wait-Until { $connection.Reconnects -eq $restarts -and $connection.State -eq 'Connected' } 60
                $back | Should -BeTrue
                Restart-IotEmulator
                $restarts++
            }
            "$_"
        } | Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' -Connection $connection -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems.Count | Should -Be 0
        $connection.Reconnects | Should -Be 20
        $connection.InFlight | Should -Be 0
        Assert-Complete (Receive-IotEmulatorMessage -TimeoutSeconds 0).Payload 20000
    }
}

Describe 'A pipeline of 20,000 messages while mosquitto goes away 20 times' -Tag 'Mosquitto' {
    BeforeAll {
        $broker = Start-TestBroker -Persistent
        $device = New-TestDevice
    }

    AfterAll {
        Disconnect-IotMqtt -All
        Stop-TestBroker $broker
    }

    It 'arrives whole, in order of first arrival, and without an error' {
        # The subscriber's session is made first; the broker keeps it, and what it is owed, over the restarts.
        $subscriber = @('-h', '127.0.0.1', '-p', $broker.Port, '-i', 'keeper', '-c', '-q', 1, '-t', 'numbers')
        $null = Invoke-TestProgram mosquitto_sub ($subscriber + '-E')
        $connection = Connect-IotMqtt @device -Endpoint $broker.Endpoint
        $problems = $null
        $restarts = 0
        1..20000 | ForEach-Object {
            if ($_ % 1000 -eq 500) {
                $back = Wait-Until { $connection.Reconnects -eq $restarts -and $connection.State -eq 'Connected' } 60
                $back | Should -BeTrue
                Suspend-TestBrokerGently $broker
                Resume-TestBroker $broker
                $restarts++
            }
            "$_"
        } | Send-IotMessage 'numbers' -Connection $connection -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems.Count | Should -Be 0
        $connection.Reconnects | Should -Be 20
        'end' | Send-IotMessage 'numbers' -Connection $connection
        $program = Start-TestProgram mosquitto_sub ($subscriber + '-W', 60)
        try {
            $lines = [System.Collections.Generic.List[string]]::new()
            while (($line = $program.StandardOutput.ReadLine()) -and $line -ne 'end') { $lines.Add($line) }
        }
        finally {
            Stop-TestProcess $program
        }
        Assert-Complete $lines 20000
    }
}

Describe 'Twenty thousand messages to a device whose connection drops 10 times' {
    It 'are all emitted' {
        $device = New-TestDevice
        $emulator = Start-IotEmulator -Device $device
        $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        $null = Register-IotSubscription '/{ProductKey}/{DeviceName}/user/get'
        $topic = "/$($device.ProductKey)/$($device.DeviceName)/user/get"
        $sending = Start-ThreadJob {
            Import-Module $using:ModuleManifest
            1..20000 | ForEach-Object { "$_" } | Send-IotEmulatorMessage $using:topic -Emulator $using:emulator
        }
        $payloads = [System.Collections.Generic.List[object]]::new()
        foreach ($drop in 1..10) {
            $payloads.AddRange(@(Receive-IotMessage -Count 1000 -TimeoutSeconds 60))
            Disconnect-IotEmulatorDevice -Emulator $emulator -Device $device.DeviceName
            Wait-Until { $connection.Reconnects -eq $drop -and $connection.State -eq 'Connected' } 60 | Should -BeTrue
        }
        # Redeliveries may be among them, so that it is read until each number has come.
        $seen = [System.Collections.Generic.HashSet[string]]::new([string[]]$payloads.Payload)
        Receive-IotMessage -TimeoutSeconds 120 |
            Where-Object { $payloads.Add($_); $seen.Add($_.Payload) } |
            Select-Object -First (20000 - $seen.Count) | Out-Null
        $sending | Receive-Job -Wait -AutoRemoveJob
        $connection.Reconnects | Should -Be 10
        Assert-Complete $payloads.Payload 20000
    }
}

Describe 'A broker that stands still' -Tag 'Mosquitto' {
    BeforeAll { $broker = Start-TestBroker }

    AfterAll {
        Disconnect-IotMqtt -All
        Stop-TestBroker $broker
    }

    It 'is noticed within one and a half keep-alives, and work goes on when it does' {
        $device = New-TestDevice
        $connection = Connect-IotMqtt @device -Endpoint $broker.Endpoint -KeepAliveSeconds 30 -TimeoutSeconds 5
        $null = Invoke-TestProgram kill '-STOP', $broker.Process.Id
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        try {
            Wait-Until { $connection.State -eq 'Reconnecting' } 60 | Should -BeTrue
            $watch.Elapsed.TotalSeconds | Should -BeLessOrEqual 45
            $connection.LastError | Should -BeLike 'ConnectionLost*no answer to a ping*'
        }
        finally {
            $null = Invoke-TestProgram kill '-CONT', $broker.Process.Id
        }
        'again' | Send-IotMessage 'works' -Connection $connection
        $connection.State | Should -Be 'Connected'
    }
}

Describe 'A wrong secret in a script that nobody watches' {
    It 'costs one CONNECT and the exit code 1' {
        $device = New-TestDevice
        $emulator = Start-IotEmulator -Device $device
        $arguments = $emulator.Endpoint, $device.ProductKey, $device.DeviceName
        $child = Invoke-ChildPowerShell -Arguments $arguments -Script {
            param($manifest, $endpoint, $key, $name)
            $ErrorActionPreference = 'Stop'
            Import-Module $manifest
            New-IotMqttCredential $key $name 'wrong' -Endpoint $endpoint | Connect-IotMqtt
            1..10 | Send-IotMessage 'x' -Connection $connection
        }
        $child.ExitCode | Should -Be 1
        @(Get-IotEmulatorEvent -Emulator $emulator -Code Refused).Count | Should -Be 1
        @(Get-IotEmulatorEvent -Emulator $emulator -Code Connected).Count | Should -Be 0
    }
}
