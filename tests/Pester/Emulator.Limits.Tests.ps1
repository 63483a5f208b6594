# What a script meets that connects or sends faster than the platform lets a device, and the switch for each of it.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    # Here the limits are what is looked at.
    $PSDefaultParameterValues = @{}
}

Describe 'The limits of an emulator' {
    BeforeEach {
        $device = New-TestDevice
        $at = @{}
    }

    AfterEach {
        Disconnect-IotMqtt -All
        Stop-IotEmulator -All
    }

    It 'lets a device connect five times a minute, and with -NoConnectLimit as often as it likes' {
        $emulator = Start-IotEmulator -Device $device
        1..5 | ForEach-Object { Connect-IotMqtt @device -Endpoint $emulator.Endpoint | Disconnect-IotMqtt }
        Get-ErrorId { Connect-IotMqtt @device -Endpoint $emulator.Endpoint } | Should -BeExactly 'ServerUnavailable'
        (Get-IotEmulatorEvent -Code Refused).Message | Should -BeLike '*more than 5 connects*-NoConnectLimit*'

        $open = Start-IotEmulator -Device $device -NoConnectLimit
        1..7 | ForEach-Object { Connect-IotMqtt @device -Endpoint $open.Endpoint | Disconnect-IotMqtt }
    }

    It 'is kept to by Send-IotMessage by default, so that nothing is lost' {
        $emulator = Start-IotEmulator -Device $device
        $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        1..15 | Send-IotMessage '/{ProductKey}/{DeviceName}/user/update'
        Receive-IotEmulatorMessage -Count 15 -TimeoutSeconds 30 | Should -HaveCount 15
        Get-IotEmulatorEvent -Code RateExceeded | Should -BeNullOrEmpty
    }

    It 'is kept to by what is sent again after a drop, too' {
        $emulator = Start-IotEmulator -Device $device
        $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        # What was under way, and what was handed over meanwhile, goes out on the next link.
        Set-IotEmulatorFault -StallAck
        $sending = Start-ThreadJob {
            Import-Module $using:ModuleManifest
            1..25 | Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' -Connection $using:connection
        }
        Wait-Until { $connection.InFlight -eq 25 } | Should -BeTrue
        Disconnect-IotEmulatorDevice $device.DeviceName
        Wait-Until { $connection.Reconnects -eq 1 } | Should -BeTrue
        Set-IotEmulatorFault -Clear
        $sending | Receive-Job -Wait -AutoRemoveJob -ErrorAction Stop
        Get-IotEmulatorEvent -Code RateExceeded | Should -BeNullOrEmpty
        (Receive-IotEmulatorMessage -TimeoutSeconds 0).Payload | Sort-Object -Unique | Should -HaveCount 25
    }

    It 'drops what is over 30 messages of QoS 0 a second, and says so' {
        $emulator = Start-IotEmulator -Device $device
        $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint -MaxSendRate 0
        1..500 | Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' -Qos 0
        $dropped = Get-IotEmulatorEvent -Code RateExceeded -Wait -TimeoutSeconds 30
        [int]$dropped[0].Code | Should -Be 9324
        $dropped[0].Message | Should -BeLike 'more than 30 messages of QoS 0 within a second*-NoMessageLimit*'

        Disconnect-IotMqtt
        Stop-IotEmulator
        $open = Start-IotEmulator -Device $device -NoMessageLimit
        $null = Connect-IotMqtt @device -Endpoint $open.Endpoint
        1..500 | Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' -Qos 0
        Receive-IotEmulatorMessage -Count 500 -TimeoutSeconds 30 | Should -HaveCount 500
    }

    It 'delays subscriptions with -SubscriptionDelaySeconds' {
        $emulator = Start-IotEmulator -Device $device -SubscriptionDelaySeconds 3600
        $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        $null = Register-IotSubscription '/{ProductKey}/{DeviceName}/user/get'
        $send = @{ Device = $device.DeviceName; WarningVariable = 'early'; WarningAction = 'SilentlyContinue' }
        Send-IotEmulatorMessage '/{ProductKey}/{DeviceName}/user/get' 'early' @send
        $early | Should -BeLike '*not subscribed*'
    }
}
