BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device, $other = New-TestDevice -Count 2
    $emulator = Start-IotEmulator -Device $device, $other
    $name = $device.DeviceName
    $own = "/sys/$($device.ProductKey)/$name"
    $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
    $null = Register-IotSubscription "$own/thing/event/property/post_reply"

    # Posts properties and waits for the cloud's reply.
    function Send-Property([hashtable] $Property) {
        Send-IotMessage "$own/thing/event/property/post" @{ id = '1'; version = '1.0'; params = $Property; method = 'thing.event.property.post' }
        (Receive-IotMessage -Count 1 -TimeoutSeconds 10).Payload | ConvertFrom-Json
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'Get-IotEmulatorDevice' {
    It 'emits all devices, and a device by <How>' -ForEach @(
        @{ How = 'name'; Given = { $device.DeviceName } }
        @{ How = 'product and name'; Given = { "$($device.ProductKey)/$($device.DeviceName)" } }
        @{ How = 'pattern'; Given = { $device.DeviceName.Substring(0, 16) + '*' } }
    ) {
        (Get-IotEmulatorDevice).DeviceName | Should -Be $device.DeviceName, $other.DeviceName
        $found = Get-IotEmulatorDevice (& $Given)
        $found | Should -BeOfType AliyunIotWs.IotEmulatorDevice
        "$found" | Should -BeExactly "$($device.ProductKey)/$($device.DeviceName)"
    }

    It 'shows who is online, since when and with which client id' {
        $found = Get-IotEmulatorDevice $name
        $found.Online | Should -BeTrue
        $found.ClientId | Should -BeExactly "$($device.ProductKey).$name"
        $found.ConnectedAt | Should -BeGreaterThan ([datetime]::Now.AddMinutes(-5))
        $away = Get-IotEmulatorDevice $other.DeviceName
        $away.Online | Should -BeFalse
        $away.ClientId, $away.ConnectedAt | Should -Be $null, $null
    }

    It 'shows the properties that the device has posted, with their times' {
        (Send-Property @{ Power = 1; Name = 'hall'; Place = @{ Floor = 2 }; Level = 2.5; List = 1, 2 }).code | Should -Be 200
        $found = Get-IotEmulatorDevice $name
        $found.Properties.Power | Should -Be 1
        $found.Properties.Name | Should -BeExactly 'hall'
        $found.Properties.Place.Floor | Should -Be 2
        $found.Properties.Level | Should -Be 2.5
        $found.Properties.List | Should -Be 1, 2
        $found.PropertyTimes.Power | Should -BeGreaterThan ([datetime]::Now.AddMinutes(-1))

        $null = Send-Property @{ Power = @{ value = 0; time = 1704067200000 } }
        $found = Get-IotEmulatorDevice $name
        $found.Properties.Power | Should -Be 0
        ([datetimeoffset] $found.PropertyTimes.Power).ToUnixTimeMilliseconds() | Should -Be 1704067200000
        $found.Properties.Name | Should -BeExactly 'hall'
    }

    It 'tells identifiers by their case, as the platform does' {
        $null = Send-Property @{ Speed = 5 }
        (Get-IotEmulatorDevice $name).Properties.speed | Should -BeNullOrEmpty
        (Get-IotEmulatorDevice $name).Properties.Speed | Should -Be 5
    }

    It 'shows the subscriptions' {
        (Get-IotEmulatorDevice $name).Subscriptions | Should -Be "$own/thing/event/property/post_reply"
    }

    It 'shows tags, firmware and shadow that the device has sent' {
        Send-IotMessage "$own/thing/deviceinfo/update" @{ id = '1'; params = @(@{ attrKey = 'Room'; attrValue = 'hall' }) }
        Send-IotMessage "/ota/device/inform/$($device.ProductKey)/$name" @{ id = '1'; params = @{ version = '1.0.1' } }
        Send-IotMessage "/shadow/update/$($device.ProductKey)/$name" @{
            method = 'update'; state = @{ reported = @{ color = 'red' } }; version = 1
        }
        $found = Get-IotEmulatorDevice $name
        $found.Tags.Room | Should -BeExactly 'hall'
        $found.Firmware.Version | Should -BeExactly '1.0.1'
        $found.Firmware.Module | Should -BeExactly 'default'
        $found.Shadow.state.reported.color | Should -BeExactly 'red'
        $found.Shadow.version | Should -Be 1
    }

    It 'emits a picture of the moment' {
        $null = Send-Property @{ Speed = 6 }
        $before = Get-IotEmulatorDevice $name
        $null = Send-Property @{ Speed = 7 }
        $before.Properties.Speed | Should -Be 6
    }

    It 'takes names and devices from the pipeline' {
        ($name, $other.DeviceName | Get-IotEmulatorDevice).Count | Should -Be 2
        (Get-IotEmulatorDevice | Get-IotEmulatorDevice).Count | Should -Be 2
    }

    It 'shows no secret' {
        $text = Get-IotEmulatorDevice | ConvertTo-Json -Depth 9
        foreach ($secret in $device.DeviceSecret, $other.DeviceSecret) { $text | Should -Not -Match $secret }
    }

    It 'is a table by default' {
        $text = Get-IotEmulatorDevice $name | Out-String -Width 300
        $text | Should -Match 'DeviceName\s+Online\s+Properties\s+Desired'
        $text | Should -Match "$name\s+True\s.*Place=…"
    }

    It 'is offered the names of the devices: <_>' -ForEach @(
        'Get-IotEmulatorDevice ', 'Set-IotEmulatorDevice ', 'Invoke-IotEmulatorService '
    ) {
        (TabExpansion2 -inputScript $_ -cursorColumn $_.Length).CompletionMatches.CompletionText |
            Should -Be $device.DeviceName, $other.DeviceName
    }

    It 'fails with EmulatorDeviceNotFound for a name that is unknown, and goes on' {
        $found = Get-IotEmulatorDevice nobody, $name -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.FullyQualifiedErrorId | Should -BeLike 'EmulatorDeviceNotFound,*'
        $found.DeviceName | Should -BeExactly $name
        Get-IotEmulatorDevice 'nobody*' | Should -BeNullOrEmpty
    }
}
