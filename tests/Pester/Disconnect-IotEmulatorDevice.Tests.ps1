BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device, $other = New-TestDevice -Count 2
    $emulator = Start-IotEmulator -Device $device, $other
    $key = "$($device.ProductKey)/$($device.DeviceName)"
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'Disconnect-IotEmulatorDevice' {
    AfterEach {
        Disconnect-IotMqtt -All
    }

    It 'closes the connection as a second login would, and emits nothing' {
        $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint -NoReconnect
        Disconnect-IotEmulatorDevice $device.DeviceName | Should -BeNullOrEmpty
        $emulator.Online | Should -BeNullOrEmpty
        Wait-Until { $connection.State -ne 'Connected' } | Should -BeTrue
        $line = @(Get-IotEmulatorEvent -Code 400)[-1]
        $line.Code | Should -Be 'Kicked'
        $line.Device | Should -BeExactly $key
    }

    It 'is followed by a reconnect, after which messages flow' {
        $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        $null = Register-IotSubscription "/$key/user/get"
        Disconnect-IotEmulatorDevice $key
        Wait-Until { $connection.Reconnects -eq 1 -and $connection.State -eq 'Connected' } -TimeoutSeconds 20 |
            Should -BeTrue
        Send-IotMessage "/$key/user/update" 'up'
        (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10).Payload | Should -Be 'up'
        Send-IotEmulatorMessage "/$key/user/get" 'down'
        (Receive-IotMessage -Count 1 -TimeoutSeconds 10).Payload | Should -Be 'down'
    }

    It 'shows as the state Reconnecting in between' {
        $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        Set-IotEmulatorFault -RefuseConnect 3
        Disconnect-IotEmulatorDevice $device.DeviceName
        Wait-Until { $connection.State -eq 'Reconnecting' } | Should -BeTrue
        Set-IotEmulatorFault -Clear
        Wait-Until { $connection.State -eq 'Connected' } -TimeoutSeconds 20 | Should -BeTrue
    }

    It 'takes patterns, which choose among those that are connected' {
        $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint -NoReconnect
        Get-ErrorOf { Disconnect-IotEmulatorDevice * } | Should -BeNullOrEmpty
        $emulator.Online | Should -BeNullOrEmpty
    }

    It 'takes names from the pipeline' {
        $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint -NoReconnect
        $null = Connect-IotMqtt @other -Endpoint $emulator.Endpoint -NoReconnect
        $emulator.Online.Count | Should -Be 2
        $emulator.Online | Disconnect-IotEmulatorDevice
        $emulator.Online | Should -BeNullOrEmpty
    }

    It 'does nothing with -WhatIf' {
        $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        Disconnect-IotEmulatorDevice $device.DeviceName -WhatIf
        $emulator.Online | Should -Be $key
    }

    It 'fails with <Id> for a device that is <Case>' -ForEach @(
        @{ Case = 'unknown'; Name = { 'nobody' }; Id = 'EmulatorDeviceNotFound'; Category = 'ObjectNotFound' }
        @{ Case = 'offline'; Name = { $device.DeviceName }; Id = 'NotConnected'; Category = 'ResourceUnavailable' }
    ) {
        Wait-Until { $emulator.Online.Count -eq 0 } | Should -BeTrue
        $record = Get-ErrorOf { Disconnect-IotEmulatorDevice (& $Name) }
        $record.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $record.CategoryInfo.Category | Should -Be $Category
    }
}
