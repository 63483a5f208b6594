# Registration, and gateways with their sub-devices, as the platform's own SDKs do them; each looked at from both sides.
BeforeDiscovery {
    $packages = foreach ($package in 'alibabacloud-iot-device-sdk', 'aliyun-iot-device-sdk') {
        @{ Package = $package }
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Clients.ps1')

    # A sub-device as the SDKs take it, with an address for the older one, which connects each by itself.
    function Get-Triple($Device) {
        @{
            productKey = $Device.ProductKey; deviceName = $Device.DeviceName; deviceSecret = $Device.DeviceSecret
            brokerUrl  = $emulator.Endpoint -replace '^ws', 'mqtt'
        }
    }

    function Get-Name($Device) { @{ productKey = $Device.ProductKey; deviceName = $Device.DeviceName } }
}

Describe '<Package> registers and is a gateway' -Tag Node -ForEach $packages {
    BeforeAll {
        $product = @{ ProductKey = 'a1TestProdK'; ProductSecret = (New-Guid).ToString('N') }
        $gateway, $first, $second = New-TestDevice 3
        $fresh = @{ ProductKey = 'a1TestProdK'; DeviceName = 'fresh-01' }, @{ ProductKey = 'a1TestProdK'; DeviceName = 'fresh-02' }
        $emulator = $gateway, $first, $second + $fresh | Start-IotEmulator -Product $product
        $client = Start-TestClient $Package $emulator
    }

    AfterAll {
        Stop-TestClient $client
        Stop-IotEmulator $emulator
    }

    It 'register: gets a secret over HTTPS, which lets the device connect' {
        $asked = @{
            productKey = $product.ProductKey; productSecret = $product.ProductSecret; deviceName = 'fresh-01'
            registerURL = "https://localhost:$($emulator.SecureEndpoint.Port)/auth/register/device"
        }
        $answer = Invoke-TestClient $client register $asked
        $answer.code | Should -Be 200
        $answer.data.deviceName | Should -BeExactly 'fresh-01'
        (Get-IotEmulatorDevice fresh-01).RegisteredAt | Should -Not -BeNullOrEmpty
        $answer.data | New-IotMqttCredential -Endpoint $emulator.Endpoint | Connect-IotMqtt | Disconnect-IotMqtt
        (Invoke-TestClient $client register $asked).code | Should -Be 6289
        $asked.productSecret = 'another'
        (Invoke-TestClient $client register $asked).code | Should -Be 6600
    }

    It 'regiestSubDevice, addTopo, getTopo, login, logout, removeTopo: gets the replies; the cloud has the same' {
        $null = Connect-TestClient $client $emulator $gateway -Kind gateway -Transport mqtt
        $sys = "/sys/$($gateway.ProductKey)/$($gateway.DeviceName)"
        Wait-Until { (Get-IotEmulatorDevice $gateway.DeviceName).Subscriptions -contains "$sys/thing/sub/register_reply" } |
            Should -BeTrue

        $registered = Invoke-TestClient $client request regiestSubDevice, @(Get-Name $fresh[1])
        $registered.code | Should -Be 200
        $registered.data[0].deviceSecret | Should -Match '^[0-9a-f]{32}$'

        $added = Invoke-TestClient $client request addTopo, @((Get-Triple $first), (Get-Triple $second))
        $added.code | Should -Be 200
        $added.data.deviceName | Should -BeExactly $first.DeviceName, $second.DeviceName
        (Get-IotEmulatorDevice $gateway.DeviceName).SubDevices | Should -HaveCount 2
        $wrong = Get-Triple $first
        $wrong.deviceSecret = 'another'
        (Invoke-TestClient $client request addTopo, @(, $wrong)).code | Should -Be 401
        (Invoke-TestClient $client request getTopo).data.deviceName | Sort-Object |
            Should -BeExactly ($first.DeviceName, $second.DeviceName | Sort-Object)

        (Invoke-TestClient $client login (Get-Triple $first)).code | Should -Be 200
        Invoke-TestClient $client take "$($first.DeviceName) connect" | Should -BeTrue
        (Get-IotEmulatorDevice $first.DeviceName).Online | Should -BeTrue
        if ($Package -eq 'alibabacloud-iot-device-sdk') {
            $wrong = Get-Triple $second
            $wrong.deviceSecret = 'another'
            (Invoke-TestClient $client login $wrong).code | Should -Be 6287
            (Invoke-TestClient $client take "$($second.DeviceName) error").message | Should -BeExactly 'invalid sign'
        }

        (Invoke-TestClient $client login (Get-Triple $second)).code | Should -Be 200
        $out = Invoke-TestClient $client request logout, (Get-Name $second)
        # The older SDK has connected the sub-device itself meanwhile, which ends its session over the gateway.
        $out.code | Should -BeIn (200, 520)
        (Invoke-TestClient $client request removeTopo, @(Get-Name $second)).code | Should -Be 200
        (Get-IotEmulatorDevice $gateway.DeviceName).SubDevices | Should -BeExactly "a1TestProdK/$($first.DeviceName)"
    }
}

Describe 'A sub-device of alibabacloud-iot-device-sdk' -Tag Node {
    BeforeAll {
        $gateway, $device = New-TestDevice 2
        $name = $device.DeviceName
        $sys = "/sys/$($device.ProductKey)/$name"
        $emulator = Start-IotEmulator -Device $gateway, $device
        $client = Start-TestClient 'alibabacloud-iot-device-sdk' $emulator
        $null = Connect-TestClient $client $emulator $gateway -Kind gateway
        $own = "/sys/$($gateway.ProductKey)/$($gateway.DeviceName)"
        Wait-Until { (Get-IotEmulatorDevice $gateway.DeviceName).Subscriptions -contains "$own/rrpc/request/+" } | Should -BeTrue
        (Invoke-TestClient $client request addTopo, @(, (Get-Triple $device))).code | Should -Be 200
        (Invoke-TestClient $client login (Get-Triple $device)).code | Should -Be 200
        $null = Invoke-TestClient $client turnTo $name
        # The last of its subscriptions.
        Wait-Until { (Get-IotEmulatorDevice $name).Subscriptions -contains "$sys/rrpc/request/+" } | Should -BeTrue

        function Get-Cloud { Get-IotEmulatorDevice $name -Emulator $emulator }
    }

    AfterAll {
        Stop-TestClient $client
        Stop-IotEmulator $emulator
    }

    It 'postProps: gets the reply; the cloud has the value' {
        (Invoke-TestClient $client request postProps, @{ Power = 1 }).code | Should -Be 200
        (Get-Cloud).Properties.Power | Should -Be 1
        (Get-IotEmulatorDevice $gateway.DeviceName).Properties.Count | Should -Be 0
    }

    It 'onProps: is given new values, and its answer reaches the caller' {
        $null = Invoke-TestClient $client listen onProps
        $call = Invoke-IotEmulatorService $name -Property @{ Power = 0 } -NoWait -Emulator $emulator
        $request = Invoke-TestClient $client take onProps
        $request.params.Power | Should -Be 0
        $answer = @{ id = $request.id; code = 200; data = @{} } | ConvertTo-Json -Compress
        $null = Invoke-TestClient $client tell publish, "$sys/thing/service/property/set_reply", $answer
        ($call | Invoke-IotEmulatorService -Emulator $emulator).Code | Should -Be 200
    }

    It 'postEvent: gets the reply; the cloud has seen the event' {
        (Invoke-TestClient $client request postEvent, alarm, @{ level = 3 }).code | Should -Be 200
        $seen = Receive-IotEmulatorMessage "$sys/thing/event/alarm/post" -Count 1 -TimeoutSeconds 10
        $seen.DeviceName | Should -BeExactly $name
    }

    It 'onService: is called <Kind>, and its answer reaches the caller' -ForEach @(@{ Kind = 'async' }, @{ Kind = 'sync' }) {
        $null = Invoke-TestClient $client serve echo, @{ out = 7 }, $Kind
        Wait-Until { (Get-Cloud).Subscriptions -contains "$sys/thing/service/echo" } | Should -BeTrue
        $call = Invoke-IotEmulatorService $name echo @{ in = 5 } -Synchronous:($Kind -eq 'sync') -Emulator $emulator
        (Invoke-TestClient $client take onService).params.in | Should -Be 5
        $call.Data.out | Should -Be 7
    }

    It 'postTags, deleteTags: gets the replies; the cloud has the tags that are left' {
        $tags = @{ attrKey = 'room'; attrValue = 'kitchen' }, @{ attrKey = 'floor'; attrValue = '2' }
        (Invoke-TestClient $client request postTags, $tags).code | Should -Be 200
        (Invoke-TestClient $client request deleteTags, @('room')).code | Should -Be 200
        @((Get-Cloud).Tags.Keys) | Should -BeExactly 'floor'
    }

    It 'getConfig, onConfig: is told of the configuration' {
        (Invoke-TestClient $client request getConfig).code | Should -Be 6710
        $null = Invoke-TestClient $client listen onConfig
        Set-IotEmulatorDevice $name -Configuration '{"interval":5}' -Emulator $emulator
        (Invoke-TestClient $client take onConfig).params.configSize | Should -Be 14
        (Invoke-TestClient $client request getConfig).data.configSize | Should -Be 14
    }

    It 'onShadow: is told what an application wishes' {
        $null = Invoke-TestClient $client listen onShadow
        $null = Invoke-TestClient $client tell postShadow, @{ color = 'red' }
        (Invoke-TestClient $client take onShadow).payload.status | Should -BeExactly 'success'
        Set-IotEmulatorDevice $name -Shadow @{ color = 'blue' } -Emulator $emulator
        (Invoke-TestClient $client take onShadow).payload.state.desired.color | Should -BeExactly 'blue'
        (Get-Cloud).Shadow.state.reported.color | Should -BeExactly 'red'
    }

    It 'publish: on a topic of its own' {
        $user = "/$($device.ProductKey)/$name/user/update"
        $null = Invoke-TestClient $client tell publish, $user, 'hello'
        $seen = Receive-IotEmulatorMessage $user -Count 1 -TimeoutSeconds 10
        $seen.DeviceName | Should -BeExactly $name
        $seen.Payload | Should -BeExactly 'hello'
    }
}
