# What the devices of the platform's own SDKs ask and are asked, each looked at from both sides.
BeforeDiscovery {
    $devices = foreach ($package in 'alibabacloud-iot-device-sdk', 'aliyun-iot-device-sdk') {
        @{ Package = $package; Kind = 'device'; InPage = $false; Where = 'node' }
        @{ Package = $package; Kind = 'gateway'; InPage = $false; Where = 'node' }
        @{ Package = $package; Kind = 'device'; InPage = $true; Where = 'a page' }
    }
    $newer = $devices | Where-Object Package -EQ 'alibabacloud-iot-device-sdk'
    $older = $devices | Where-Object Package -EQ 'aliyun-iot-device-sdk'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Clients.ps1')

    function Get-Cloud { Get-IotEmulatorDevice $name -Emulator $emulator }

    # Both SDKs subscribe without telling when that is granted.
    function Wait-Subscription([string] $Topic) {
        Wait-Until { (Get-Cloud).Subscriptions -contains $Topic } | Should -BeTrue -Because "$Topic is subscribed to"
    }

    # What the SDK hands to the callback of onShadow after the call.
    function Get-ShadowReply([string] $Method, [object[]] $Arguments = @()) {
        $null = Invoke-TestClient $client tell (@($Method) + $Arguments)
        $reply = Invoke-TestClient $client take onShadow
        $reply.method | Should -BeExactly 'reply'
        $reply.payload.status | Should -BeExactly 'success'
        $reply
    }
}

Describe 'A <Kind> of <Package> in <Where>' -Tag Node, Chromium -ForEach $devices {
    BeforeAll {
        $device = New-TestDevice
        $name = $device.DeviceName
        $sys = "/sys/$($device.ProductKey)/$name"
        $emulator = Start-IotEmulator -Device $device
        $client = Start-TestClient $Package $emulator -InPage:$InPage
        $null = Connect-TestClient $client $emulator $device -Kind $Kind
        Wait-Subscription "$sys/thing/sub/register_reply"
        $null = Invoke-TestClient $client listen onShadow
    }

    AfterAll {
        Stop-TestClient $client
        Stop-IotEmulator $emulator
    }

    It 'postProps: gets the reply; the cloud has the values' {
        $reply = Invoke-TestClient $client request postProps, @{ Power = 1; Level = @{ value = 2.5; time = 1700000000000 } }
        $reply.code | Should -Be 200
        $reply.message | Should -BeExactly 'success'
        $reply.method | Should -BeExactly 'thing.event.property.post'
        $reply.version | Should -BeExactly '1.0'
        $cloud = Get-Cloud
        $cloud.Properties.Power | Should -Be 1
        $cloud.Properties.Level | Should -Be 2.5
        ([datetimeoffset] $cloud.PropertyTimes.Level).ToUnixTimeMilliseconds() | Should -Be 1700000000000
    }

    It 'postEvent: gets the reply; the cloud has seen the event' {
        $reply = Invoke-TestClient $client request postEvent, alarm, @{ level = 3 }
        $reply.code | Should -Be 200
        $reply.method | Should -BeExactly 'thing.event.alarm.post'
        $seen = Receive-IotEmulatorMessage "$sys/thing/event/alarm/post" -Count 1 -TimeoutSeconds 10
        ($seen.Payload | ConvertFrom-Json).params.level | Should -Be 3
    }

    It 'postTags, deleteTags: gets the replies; the cloud has the tags that are left' {
        $tags = @{ attrKey = 'room'; attrValue = 'kitchen' }, @{ attrKey = 'floor'; attrValue = '2' }
        (Invoke-TestClient $client request postTags, $tags).code | Should -Be 200
        $cloud = Get-Cloud
        $cloud.Tags.room | Should -BeExactly 'kitchen'
        $cloud.Tags.floor | Should -BeExactly '2'
        (Invoke-TestClient $client request deleteTags, @('room')).code | Should -Be 200
        $cloud = Get-Cloud
        $cloud.Tags.Contains('room') | Should -BeFalse
        $cloud.Tags.floor | Should -BeExactly '2'
    }

    It 'getConfig: is told that there is none; is told of the one that there is' {
        (Invoke-TestClient $client request getConfig).code | Should -Be 6710
        Set-IotEmulatorDevice $name -Configuration '{"interval":5}' -Emulator $emulator
        $reply = Invoke-TestClient $client request getConfig
        $reply.code | Should -Be 200
        $reply.data.configSize | Should -Be 14
        $reply.data.getType | Should -BeExactly 'file'
        $reply.data.signMethod | Should -BeExactly 'Sha256'
        $file = [System.Text.Encoding]::UTF8.GetBytes((Get-Cloud).Configuration)
        [System.Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData($file)) | Should -Be $reply.data.sign
    }

    It 'postShadow, getShadow, deleteShadow: gets the answers; the cloud has the shadow' {
        $version = (Get-ShadowReply postShadow @{ color = 'red'; level = 3; mode = 'a'; on = $true }).payload.version
        (Get-Cloud).Shadow.version | Should -Be $version
        $got = Get-ShadowReply getShadow
        $got.version | Should -Be $version
        $got.payload.state.reported.color | Should -BeExactly 'red'
        $got.payload.metadata.reported.level.timestamp | Should -BeGreaterThan 1700000000

        $null = Get-ShadowReply deleteShadow 'color'
        $null = Get-ShadowReply deleteShadow (, @('level', 'mode'))
        @((Get-Cloud).Shadow.state.reported.Keys) | Should -BeExactly 'on'
        $null = Get-ShadowReply deleteShadow
        (Get-Cloud).Shadow.state.Contains('reported') | Should -BeFalse
        (Get-ShadowReply getShadow).payload.state.PSObject.Properties.Name | Should -Not -Contain 'reported'
    }

    It 'onShadow: is told what an application wishes' {
        Set-IotEmulatorDevice $name -Shadow @{ color = 'blue' } -Emulator $emulator
        $control = Invoke-TestClient $client take onShadow
        $control.method | Should -BeExactly 'control'
        $control.payload.state.desired.color | Should -BeExactly 'blue'
        $control.version | Should -Be (Get-Cloud).Shadow.version
    }

    It 'onService: is called, and its answer reaches the caller' {
        $null = Invoke-TestClient $client serve echo, @{ out = 7 }
        Wait-Subscription "$sys/thing/service/echo"
        $call = Invoke-IotEmulatorService $name echo @{ in = 5 } -Emulator $emulator
        $request = Invoke-TestClient $client take onService
        $request.method | Should -BeExactly 'thing.service.echo'
        $request.params.in | Should -Be 5
        $request.id | Should -BeExactly $call.Id
        $call.Code | Should -Be 200
        $call.Data.out | Should -Be 7
    }
}

Describe 'A <Kind> of <Package> in <Where> alone' -Tag Node, Chromium -ForEach $newer {
    BeforeAll {
        $device = New-TestDevice
        $name = $device.DeviceName
        $sys = "/sys/$($device.ProductKey)/$name"
        $emulator = Start-IotEmulator -Device $device
        $client = Start-TestClient $Package $emulator -InPage:$InPage
        $null = Connect-TestClient $client $emulator $device -Kind $Kind
        # The last of its subscriptions.
        Wait-Subscription "$sys/rrpc/request/+"
    }

    AfterAll {
        Stop-TestClient $client
        Stop-IotEmulator $emulator
    }

    It 'onProps: is given new values, and its answer reaches the caller' {
        $null = Invoke-TestClient $client listen onProps
        $call = Invoke-IotEmulatorService $name -Property @{ Power = 0 } -NoWait -Emulator $emulator
        $request = Invoke-TestClient $client take onProps
        $request.method | Should -BeExactly 'thing.service.property.set'
        $request.version | Should -BeExactly '1.0.0'
        $request.params.Power | Should -Be 0
        # The SDK leaves the answer to its user.
        $answer = @{ id = $request.id; code = 200; data = @{} } | ConvertTo-Json -Compress
        $null = Invoke-TestClient $client call publish, "$sys/thing/service/property/set_reply", $answer
        ($call | Invoke-IotEmulatorService -Emulator $emulator).Code | Should -Be 200
    }

    It 'onService with a synchronous answer: is called over RRPC, and its answer reaches the caller' {
        $null = Invoke-TestClient $client serve reboot, @{ done = $true }, sync
        $call = Invoke-IotEmulatorService $name reboot @{ delay = 1 } -Synchronous -Emulator $emulator
        $call.Topic | Should -BeLike "$sys/rrpc/request/*"
        $call.Data.done | Should -BeTrue
        (Invoke-TestClient $client take onService).params.delay | Should -Be 1
    }

    It 'onConfig: is told of a new configuration' {
        $null = Invoke-TestClient $client listen onConfig
        Set-IotEmulatorDevice $name -Configuration '{"interval":6}' -Emulator $emulator
        $push = Invoke-TestClient $client take onConfig
        $push.method | Should -BeExactly 'thing.config.push'
        $push.params.configSize | Should -Be 14
        $push.params.url | Should -BeLike 'https://*'
    }
}

Describe 'A <Kind> of <Package> in <Where> alone' -Tag Node, Chromium -ForEach $older {
    It 'reports itself when it connects, and the cloud has that' {
        $device = New-TestDevice
        $emulator = Start-IotEmulator -Device $device
        $client = Start-TestClient $Package $emulator -InPage:$InPage
        try {
            $null = Connect-TestClient $client $emulator $device -Kind $Kind
            Wait-Until { (Get-IotEmulatorDevice $device.DeviceName -Emulator $emulator).Tags.SYS_SDK_LANGUAGE } | Should -BeTrue
            $tags = (Get-IotEmulatorDevice $device.DeviceName -Emulator $emulator).Tags
            $tags.SYS_SDK_LANGUAGE | Should -BeExactly 'NodeJS'
            # Its bundle is of an earlier build.
            $tags.SYS_LP_SDK_VERSION | Should -BeExactly ('1.0.1', '1.0.0')[$InPage]
        }
        finally {
            Stop-TestClient $client
            Stop-IotEmulator $emulator
        }
    }
}
