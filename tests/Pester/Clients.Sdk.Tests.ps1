BeforeDiscovery {
    $packages = 'alibabacloud-iot-device-sdk', 'aliyun-iot-device-sdk'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Clients.ps1')

    # A service's caller waits for the device, and the device's process answers by itself.
    function Wait-Subscription([string] $Topic) {
        Wait-Until { (Get-IotEmulatorDevice $name).Subscriptions -contains $Topic } | Should -BeTrue
    }
}

Describe 'A device of <_>' -ForEach $packages {
    BeforeAll {
        $package = $_
        $device = New-TestDevice
        $name = $device.DeviceName
        $sys = "/sys/$($device.ProductKey)/$name"
        $emulator = Start-IotEmulator -Device $device
        $client = Start-TestClient $package $emulator
        $null = Connect-TestClient $client $emulator $device
        Wait-Subscription "/shadow/get/$($device.ProductKey)/$name"
        $null = Invoke-TestClient $client listen onShadow
    }

    AfterAll {
        Stop-TestClient $client
        Stop-IotEmulator
    }

    It 'postProps: gets the reply, and the cloud has the value' {
        $reply = Invoke-TestClient $client request postProps, @{ Power = 1; Level = @{ value = 2.5; time = 1700000000000 } }
        $reply.code | Should -Be 200
        $reply.message | Should -BeExactly 'success'
        $reply.method | Should -BeExactly 'thing.event.property.post'
        $reply.version | Should -BeExactly '1.0'
        $properties = (Get-IotEmulatorDevice $name).Properties
        $properties.Power | Should -Be 1
        $properties.Level | Should -Be 2.5
    }

    It 'postEvent: gets the reply, and the cloud has seen the event' {
        $reply = Invoke-TestClient $client request postEvent, alarm, @{ value = @{ level = 3 } }
        $reply.code | Should -Be 200
        $reply.method | Should -BeExactly 'thing.event.alarm.post'
        $seen = Receive-IotEmulatorMessage "$sys/thing/event/alarm/post" -Count 1 -TimeoutSeconds 10
        ($seen.Payload | ConvertFrom-Json).params.value.level | Should -Be 3
    }

    It 'postTags and deleteTags: get their replies, and the cloud has the tags that are left' {
        $tags = @{ attrKey = 'room'; attrValue = 'kitchen' }, @{ attrKey = 'floor'; attrValue = '2' }
        (Invoke-TestClient $client request postTags, $tags).code | Should -Be 200
        $cloud = (Get-IotEmulatorDevice $name).Tags
        $cloud.room | Should -BeExactly 'kitchen'
        $cloud.floor | Should -BeExactly '2'
        (Invoke-TestClient $client request deleteTags, @('room')).code | Should -Be 200
        $cloud = (Get-IotEmulatorDevice $name).Tags
        $cloud.room | Should -BeNullOrEmpty
        $cloud.floor | Should -BeExactly '2'
    }
}
