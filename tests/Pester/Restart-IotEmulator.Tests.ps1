BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device = New-TestDevice
    $emulator = Start-IotEmulator -Device $device
    $key = "$($device.ProductKey)/$($device.DeviceName)"
    $get = "/$key/user/get"
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'Restart-IotEmulator' {
    AfterEach {
        Disconnect-IotMqtt -All
        $null = Receive-IotEmulatorMessage -TimeoutSeconds 0
    }

    It 'cuts the connections and comes back at the same addresses, and emits nothing' {
        $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint -NoReconnect
        $before = "$($emulator.Endpoint) $($emulator.SecureEndpoint) $($emulator.Certificate.Thumbprint)"
        Restart-IotEmulator | Should -BeNullOrEmpty
        $emulator.State | Should -Be 'Running'
        "$($emulator.Endpoint) $($emulator.SecureEndpoint) $($emulator.Certificate.Thumbprint)" | Should -Be $before
        $emulator.Online | Should -BeNullOrEmpty
        Wait-Until { $connection.State -ne 'Connected' } | Should -BeTrue
        (Connect-IotMqtt @device -Endpoint $emulator.SecureEndpoint -TrustedCertificate $emulator.Certificate).State |
            Should -Be 'Connected'
    }

    It 'lets an open connection reconnect, after which messages flow both ways' {
        $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        $null = Register-IotSubscription $get
        Restart-IotEmulator
        Send-IotMessage "/$key/user/update" 'up'
        (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10).Payload | Should -Be 'up'
        Send-IotEmulatorMessage $get 'down'
        (Receive-IotMessage -Count 1 -TimeoutSeconds 10).Payload | Should -Be 'down'
        $connection.Reconnects | Should -Be 1
    }

    It 'keeps what waits for a device with a session' {
        $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        $null = Register-IotSubscription $get
        Disconnect-IotMqtt -All
        Wait-Until { $emulator.Online.Count -eq 0 } | Should -BeTrue
        Send-IotEmulatorMessage $get 'before'
        Restart-IotEmulator -DownSeconds 0.5 -NoWait
        Send-IotEmulatorMessage $get 'meanwhile'
        Wait-Until { $emulator.State -eq 'Running' } | Should -BeTrue
        $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        (Receive-IotMessage $get -Count 2 -TimeoutSeconds 10).Payload | Should -Be 'before', 'meanwhile'
    }

    It 'forgets it with -DiscardSessions, and the subscription is made again' {
        $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        $null = Register-IotSubscription $get
        Set-IotEmulatorFault -RefuseConnect 3
        Restart-IotEmulator -DiscardSessions
        Send-IotEmulatorMessage $get 'nobody takes it'
        Set-IotEmulatorFault -Clear
        Wait-Until { $connection.State -eq 'Connected' } -TimeoutSeconds 20 | Should -BeTrue
        Send-IotMessage "/$key/user/update" 'subscribed by now'
        Send-IotEmulatorMessage $get 'taken'
        (Receive-IotMessage -Count 1 -TimeoutSeconds 10).Payload | Should -Be 'taken'
        (Get-IotEmulatorEvent -Code Undelivered)[-1].Message | Should -BeLike "$get*"
    }

    It 'keeps its ports closed for -DownSeconds' {
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        Restart-IotEmulator -DownSeconds 1.5 -NoWait
        $emulator.State | Should -Be 'Restarting'
        Get-ErrorId { Connect-IotMqtt @device -Endpoint $emulator.Endpoint } | Should -Be 'ConnectFailed'
        Wait-Until { $emulator.State -eq 'Running' } | Should -BeTrue
        $watch.Elapsed.TotalSeconds | Should -BeGreaterThan 1.4
        (Connect-IotMqtt @device -Endpoint $emulator.Endpoint).State | Should -Be 'Connected'
    }

    It 'waits for the end without -NoWait' {
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        Restart-IotEmulator -DownSeconds 0.5
        $watch.Elapsed.TotalSeconds | Should -BeGreaterThan 0.4
        $emulator.State | Should -Be 'Running'
    }

    It 'costs no QoS 1 message of a sender' {
        $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        1..300 | ForEach-Object {
            if ($_ % 100 -eq 50) { Restart-IotEmulator -DownSeconds 0.2 -NoWait }
            $_
        } | Send-IotMessage "/$key/user/update"
        $seen = (Receive-IotEmulatorMessage -TimeoutSeconds 0).Payload | Select-Object -Unique
        $seen | Should -Be @(1..300)
    }

    It 'emits the emulator with -PassThru, also for several of the pipeline' {
        $second = Start-IotEmulator
        $restarted = $emulator, $second | Restart-IotEmulator -PassThru
        $restarted.Id | Should -Be $emulator.Id, $second.Id
        $restarted.State | Should -Be 'Running', 'Running'
        Stop-IotEmulator $second
    }

    It 'does nothing with -WhatIf' {
        $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        Restart-IotEmulator -WhatIf
        $emulator.Online | Should -Be $key
    }

    It 'keeps faults and log' {
        Set-IotEmulatorFault -DuplicateDelivery
        $lines = @(Get-IotEmulatorEvent).Count
        Restart-IotEmulator
        (Get-IotEmulatorFault).Fault | Should -Be 'DuplicateDelivery'
        @(Get-IotEmulatorEvent).Count | Should -BeGreaterOrEqual $lines
        Set-IotEmulatorFault -Clear
    }
}

Describe 'Restart-IotEmulator: what fails' {
    It 'fails with EmulatorNotFound after Stop-IotEmulator' {
        $stopped = Start-IotEmulator
        Stop-IotEmulator $stopped
        Get-ErrorId { Restart-IotEmulator $stopped } | Should -Be 'EmulatorNotFound'
    }

    It 'fails with EmulatorStartFailed while another program has the port' {
        $victim = Start-IotEmulator
        Restart-IotEmulator $victim -DownSeconds 0.5 -NoWait
        $thief = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, $victim.Endpoint.Port)
        $thief.Start()
        try {
            Wait-Until { $victim.State -eq 'Faulted' } | Should -BeTrue
            Get-ErrorId { Restart-IotEmulator $victim } | Should -Be 'EmulatorStartFailed'
        }
        finally {
            $thief.Stop()
        }
        Restart-IotEmulator $victim
        $victim.State | Should -Be 'Running'
        Stop-IotEmulator $victim
    }

    It 'ends the time early when it is stopped' {
        $waiting = Start-ThreadJob {
            Import-Module $using:ModuleManifest
            Restart-IotEmulator $using:emulator -DownSeconds 600
        }
        try {
            Wait-Until { $emulator.State -eq 'Restarting' } | Should -BeTrue
            Stop-Job $waiting
            Wait-Until { $emulator.State -eq 'Running' } | Should -BeTrue
        }
        finally {
            Remove-Job $waiting -Force
        }
    }
}
