BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'Get-IotEmulator' {
    It 'emits nothing where there is none' {
        Get-IotEmulator | Should -BeNullOrEmpty
    }

    It 'emits the running emulators in the order in which they were started' {
        $started = (Start-IotEmulator), (Start-IotEmulator), (Start-IotEmulator)
        $found = Get-IotEmulator
        $found.Id | Should -Be $started.Id
        [object]::ReferenceEquals($found[1], $started[1]) | Should -BeTrue
    }

    It 'leaves out one that was stopped' {
        Stop-IotEmulator -All
        $first, $second = (Start-IotEmulator), (Start-IotEmulator)
        Stop-IotEmulator $first
        (Get-IotEmulator).Id | Should -Be $second.Id
    }

    It 'shows at each look who is connected' {
        $devices = New-TestDevice -Count 2
        $emulator = Start-IotEmulator -Device $devices
        $emulator.Online | Should -BeNullOrEmpty
        foreach ($device in $devices) {
            $connection = New-IotMqttCredential @device -Endpoint $emulator.Endpoint | Connect-IotMqtt
        }
        $emulator.Online | Should -Be $emulator.Devices
        Disconnect-IotMqtt $connection
        Wait-Until { $emulator.Online.Count -eq 1 } | Should -BeTrue
        $emulator.Online | Should -Be @($emulator.Devices)[0]
    }

    It 'has lists that can be indexed' {
        $emulator = Start-IotEmulator -Device (New-TestDevice -Count 3)
        $emulator.Devices[0] | Should -Be @($emulator.Devices)[0]
        $emulator.Devices[-1] | Should -Be @($emulator.Devices)[2]
    }

    It 'has no property that holds a secret' {
        $device = New-TestDevice
        $emulator = Start-IotEmulator -Device $device
        [System.Management.Automation.PSSerializer]::Serialize($emulator, 4) | Should -Not -Match $device.DeviceSecret
    }
}
