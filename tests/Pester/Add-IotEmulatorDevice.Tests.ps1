BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
}

Describe 'Devices while the emulator runs' {
    BeforeEach {
        $emulator = Start-IotEmulator -Device (New-TestDevice) -Product @{ ProductKey = 'a1Reg'; ProductSecret = 'secret' }
        $device = New-TestDevice
        $at = @{ Endpoint = $emulator.Endpoint }
    }

    AfterEach {
        Stop-IotEmulator $emulator
    }

    It 'adds one that connects, and emits it with -PassThru' {
        Add-IotEmulatorDevice $device | Should -BeNullOrEmpty
        Connect-IotMqtt @device @at | Disconnect-IotMqtt
        (New-TestDevice 2 | Add-IotEmulatorDevice -PassThru).DeviceName.Count | Should -Be 2
        (Add-IotEmulatorDevice @{ ProductKey = 'a1Reg'; DeviceName = 'waits-01' } -PassThru).ActivatedAt | Should -BeNullOrEmpty
    }

    It 'adds one behind a gateway' {
        $gateway = New-TestDevice | Add-IotEmulatorDevice -PassThru
        (Add-IotEmulatorDevice $device -Gateway $gateway.DeviceName -PassThru).Gateway | Should -BeExactly "$gateway"
        (Get-IotEmulatorDevice $gateway.DeviceName).SubDevices | Should -BeExactly "$($device.ProductKey)/$($device.DeviceName)"
        Get-ErrorId { Add-IotEmulatorDevice $device -Gateway nobody } | Should -BeExactly 'EmulatorDeviceNotFound'
    }

    It 'goes on after one that is wrong, and says which' {
        Add-IotEmulatorDevice $device
        $other = $device.Clone()
        $other.DeviceSecret = 'another'
        $rows = $other, @{ ProductKey = 'a1b2'; DeviceName = 'no-secret' }, (New-TestDevice)
        $added = $rows | Add-IotEmulatorDevice -PassThru -ErrorVariable errors -ErrorAction SilentlyContinue
        @($added).Count | Should -Be 1
        $errors.FullyQualifiedErrorId.ForEach({ $_.Split(',')[0] }) | Should -BeExactly 'InvalidDeviceName', 'InvalidDeviceSecret'
        $errors[0].Exception.Message | Should -Not -BeLike '*another secret: another*'
    }

    It 'removes one: its connection ends, and it can not come back' {
        Add-IotEmulatorDevice $device
        $connection = Connect-IotMqtt @device @at
        Register-IotSubscription "/$($device.ProductKey)/$($device.DeviceName)/user/get" -Connection $connection
        Remove-IotEmulatorDevice $device.DeviceName
        Get-IotEmulatorDevice $device.DeviceName -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        (Get-IotEmulatorEvent $device.DeviceName -Code Deleted -Wait -TimeoutSeconds 10).Message | Should -BeLike '*deleted*'
        Disconnect-IotMqtt $connection
        Get-ErrorId { Connect-IotMqtt @device @at } | Should -BeExactly 'AuthenticationRejected'

        # A device of the same name begins anew.
        Add-IotEmulatorDevice $device
        $connection = Connect-IotMqtt @device @at
        $connection.SessionPresent | Should -Not -BeTrue
        (Get-IotEmulatorDevice $device.DeviceName).Subscriptions | Should -BeNullOrEmpty
        Disconnect-IotMqtt $connection
        Get-ErrorId { Remove-IotEmulatorDevice nobody } | Should -BeExactly 'EmulatorDeviceNotFound'
    }

    It 'disables one with return code 5, and enables it again' {
        Add-IotEmulatorDevice $device
        $connection = Connect-IotMqtt @device @at
        Set-IotEmulatorDevice $device.DeviceName -Enabled $false
        Wait-Until { -not (Get-IotEmulatorDevice $device.DeviceName).Online } | Should -BeTrue
        (Get-IotEmulatorDevice $device.DeviceName).Enabled | Should -BeFalse
        Disconnect-IotMqtt $connection
        Get-ErrorId { Connect-IotMqtt @device @at } | Should -BeExactly 'NotAuthorized'
        (Get-IotEmulatorEvent $device.DeviceName -Code Refused)[-1].Message | Should -BeLike '*disabled*'
        Set-IotEmulatorDevice $device.DeviceName -Enabled:$true
        Connect-IotMqtt @device @at | Disconnect-IotMqtt
    }

    It 'does nothing with -WhatIf' {
        Add-IotEmulatorDevice $device -WhatIf
        $emulator.Devices | Should -HaveCount 1
        Remove-IotEmulatorDevice * -WhatIf
        $emulator.Devices | Should -HaveCount 1
    }
}
