# MQTT.js has no word of the platform's protocol, so these tests say every topic and payload themselves and read the
# replies byte for byte.
BeforeDiscovery {
    $alink = @(
        @{ Path = 'event/property/post'; Params = '{"Power":1}' }
        @{ Path = 'event/property/post'; Params = '{"Level":{"value":2.5,"time":1700000000000}}' }
        @{ Path = 'event/alarm/post'; Params = '{"value":{"level":3},"time":1700000000000}' }
        @{
            Path   = 'event/property/batch/post'
            Params = '{"properties":{"Power":[{"value":0,"time":1700000000001}]},"events":{"alarm":[{"value":{"level":1}}]}}'
        }
        @{
            Path   = 'event/property/history/post'
            Params = '[{"identity":{"productKey":"{pk}","deviceName":"{dn}"},' +
            '"properties":[{"Power":{"value":1,"time":1600000000000}}],"events":[]}]'
        }
        @{ Path = 'deviceinfo/update'; Params = '[{"attrKey":"room","attrValue":"kitchen"}]' }
        @{ Path = 'deviceinfo/delete'; Params = '[{"attrKey":"room"}]' }
        @{ Path = 'property/desired/get'; Params = '["Power","Unknown"]'; Data = '{"Power":{"value":1,"version":1}}' }
        @{ Path = 'property/desired/delete'; Params = '{"Power":{"version":1}}' }
        @{ Path = 'property/desired/get'; Params = '["Power"]'; Data = '{}' }
        @{
            Path   = 'log/post'
            Params = '[{"utcTime":"2026-11-24T10:00:00.000+0000","logLevel":"INFO","module":"m","code":"0",' +
            '"traceContext":"t","logContent":"started"}]'
        }
        @{ Path = 'ota/firmware/get'; Params = '{}' }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Clients.ps1')
}

Describe 'MQTT.js in <Where>' -Tag Node, Chromium -ForEach @(@{ Where = 'node'; InPage = $false }, @{ Where = 'a page'; InPage = $true }) {
    BeforeAll {
        $device = New-TestDevice
        $pk, $name = $device.ProductKey, $device.DeviceName
        $sys = "/sys/$pk/$name"
        $emulator = Start-IotEmulator -Device $device
        Set-IotEmulatorDevice $name -Desired @{ Power = 1 } -Emulator $emulator
        $client = Start-TestClient mqtt $emulator -InPage:$InPage
        # ext=1 announces that it takes RRPC on topics of its own.
        $null = Connect-TestClient $client $emulator $device -Extension 'ext=1'

        function Add-Subscription([string] $Topic) {
            (Invoke-TestClient $client call subscribe, $Topic).qos | Should -Be 0
        }

        # Subscribes where the reply comes, publishes, and emits the text of what comes back.
        function Get-Reply([string] $Topic, [string] $Payload, [string] $From) {
            Add-Subscription $From
            $null = Invoke-TestClient $client call publish, $Topic, $Payload
            $message = Invoke-TestClient $client take message
            $message.topic | Should -BeExactly $From
            $message.payload
        }
    }

    AfterAll {
        Stop-TestClient $client
        Stop-IotEmulator $emulator
    }

    It 'is answered on thing/<Path> <Params>' -ForEach $alink {
        $method = 'thing.' + $Path.Replace('/', '.')
        $request = '{"id":"42","version":"1.0","params":' + $Params.Replace('{pk}', $pk).Replace('{dn}', $name) +
        ',"method":"' + $method + '"}'
        Get-Reply "$sys/thing/$Path" $request -From "$sys/thing/${Path}_reply" |
            Should -BeExactly ('{"code":200,"data":' + ($Data ?? '{}') +
                ',"id":"42","message":"success","method":"' + $method + '","version":"1.0"}')
    }

    It 'is told the time, with what it sent' {
        $reply = Get-Reply "/ext/ntp/$pk/$name/request" '{"deviceSendTime":"1700000000000"}' -From "/ext/ntp/$pk/$name/response"
        $reply | Should -Match '^\{"deviceSendTime":"1700000000000","serverSendTime":"\d{13}","serverRecvTime":"\d{13}"\}$'
    }

    It 'has a shadow: version conflict and all' {
        $from = "/shadow/get/$pk/$name"
        $update = '{"method":"update","state":{"reported":{"color":"red"}},"version":1}'
        Get-Reply "/shadow/update/$pk/$name" $update -From $from |
            Should -Match '^\{"method":"reply","payload":\{"status":"success","version":1\},"timestamp":\d{10}\}$'
        Get-Reply "/shadow/update/$pk/$name" $update -From $from |
            Should -Match '^\{"method":"reply","payload":\{"status":"error","content":\{"errorcode":"409","errormessage":"[^"]+"\}\}'
        (Get-IotEmulatorDevice $name -Emulator $emulator).Shadow.state.reported.color | Should -BeExactly 'red'
    }

    It 'is asked whether it sends its log, and told to' {
        $ask = '{"id":"5","version":"1.0","params":{"configScope":"device","getType":"content"},"method":"thing.config.log.get"}'
        Get-Reply "$sys/thing/config/log/get" $ask -From "$sys/thing/config/log/get_reply" |
            Should -BeLike '{"code":200,"data":{"getType":"content","content":{"mode":0}},"id":"5",*'
        Add-Subscription "$sys/thing/config/log/push"
        Set-IotEmulatorDevice $name -SendLog -Emulator $emulator
        $push = (Invoke-TestClient $client take message).payload | ConvertFrom-Json
        $push.params.content.mode | Should -Be 1
    }

    It 'reports its firmware, is offered another, and reports how far it is' {
        Add-Subscription "/ota/device/upgrade/$pk/$name"
        $inform = '{"id":"1","params":{"version":"1.0"}}'
        $null = Invoke-TestClient $client call publish, "/ota/device/inform/$pk/$name", $inform, @{ qos = 1 }
        Set-IotEmulatorDevice $name -Firmware @{ Version = '1.1'; Content = [byte[]](1, 2, 3) } -Emulator $emulator
        $notice = (Invoke-TestClient $client take message).payload | ConvertFrom-Json
        $notice.code | Should -BeExactly '1000'
        $notice.data.version | Should -BeExactly '1.1'
        $notice.data.size | Should -Be 3
        $progress = '{"id":"2","params":{"step":"50","desc":"half"}}'
        $null = Invoke-TestClient $client call publish, "/ota/device/progress/$pk/$name", $progress, @{ qos = 1 }
        $firmware = (Get-IotEmulatorDevice $name -Emulator $emulator).Firmware
        $firmware.Version | Should -BeExactly '1.0'
        $firmware.OfferedVersion | Should -BeExactly '1.1'
        $firmware.Step | Should -BeExactly '50'
    }

    It 'answers an RRPC of the cloud' {
        Add-Subscription "$sys/rrpc/request/+"
        $null = Invoke-TestClient $client serve "$sys/rrpc/request/", "$sys/rrpc/response/", 'pong'
        (Invoke-IotEmulatorService $name -Payload 'ping' -Emulator $emulator).Payload | Should -BeExactly 'pong'
        (Invoke-TestClient $client take message).payload | Should -BeExactly 'ping'
    }

    It 'answers an RRPC on a topic of its own' {
        Add-Subscription "/ext/rrpc/+//$pk/$name/user/get"
        $null = Invoke-TestClient $client serve '/ext/rrpc/', '/ext/rrpc/', 'pong'
        $topic = '/{ProductKey}/{DeviceName}/user/get'
        (Invoke-IotEmulatorService $name -Topic $topic -Payload 'ping' -Emulator $emulator).Payload | Should -BeExactly 'pong'
        (Invoke-TestClient $client take message).topic | Should -BeLike "/ext/rrpc/*//$pk/$name/user/get"
    }
}

Describe 'MQTT.js and the files that the cloud offers' -Tag Node {
    It 'fetches a configuration and a package, and trusts the emulator''s authority for that' {
        $device = New-TestDevice
        $name = $device.DeviceName
        $emulator = Start-IotEmulator -Device $device
        $client = Start-TestClient mqtt $emulator
        try {
            $null = Connect-TestClient $client $emulator $device -Transport wss
            foreach ($topic in "/sys/$($device.ProductKey)/$name/thing/config/push", "/ota/device/upgrade/$($device.ProductKey)/$name") {
                $null = Invoke-TestClient $client call subscribe, $topic
            }
            Set-IotEmulatorDevice $name -Configuration '{"interval":5}' -Emulator $emulator
            $url = ((Invoke-TestClient $client take message).payload | ConvertFrom-Json).params.url
            Invoke-TestClient $client download $url | Should -BeExactly '{"interval":5}'
            $package = [System.Text.Encoding]::ASCII.GetBytes('the package')
            Set-IotEmulatorDevice $name -Firmware @{ Version = '2'; Content = $package } -Emulator $emulator
            $url = ((Invoke-TestClient $client take message).payload | ConvertFrom-Json).data.url
            Invoke-TestClient $client download $url | Should -BeExactly 'the package'
        }
        finally {
            Stop-TestClient $client
            Stop-IotEmulator $emulator
        }
    }
}
