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

Describe 'MQTT.js in <Where>' -ForEach @(@{ Where = 'node'; InPage = $false }, @{ Where = 'a page'; InPage = $true }) {
    BeforeAll {
        $device = New-TestDevice
        $pk, $name = $device.ProductKey, $device.DeviceName
        $sys = "/sys/$pk/$name"
        $emulator = Start-IotEmulator -Device $device
        $client = Start-TestClient mqtt $emulator -InPage:$InPage
        $null = Connect-TestClient $client $emulator $device

        # Subscribes where the reply comes, publishes, and emits the text of what comes back.
        function Get-Reply([string] $Topic, [string] $Payload, [string] $From) {
            (Invoke-TestClient $client call subscribe, $From).qos | Should -Be 0
            $null = Invoke-TestClient $client call publish, $Topic, $Payload
            $message = Invoke-TestClient $client take message
            $message.topic | Should -BeExactly $From
            $message.payload
        }
    }

    AfterAll {
        Stop-TestClient $client
        Stop-IotEmulator
    }

    It 'is answered on thing/<Path> <Params>' -ForEach $alink {
        $method = 'thing.' + $Path.Replace('/', '.')
        $request = '{"id":"42","version":"1.0","params":' + $Params.Replace('{pk}', $pk).Replace('{dn}', $name) +
        ',"method":"' + $method + '"}'
        Get-Reply "$sys/thing/$Path" $request -From "$sys/thing/${Path}_reply" |
            Should -BeExactly ('{"code":200,"data":' + ($Data ?? '{}') +
                ',"id":"42","message":"success","method":"' + $method + '","version":"1.0"}')
    }

    It 'is told the time, with what it sent as text' {
        $reply = Get-Reply "/ext/ntp/$pk/$name/request" '{"deviceSendTime":"1700000000000"}' -From "/ext/ntp/$pk/$name/response"
        $reply | Should -Match '^\{"deviceSendTime":"1700000000000","serverSendTime":"\d{13}","serverRecvTime":"\d{13}"\}$'
    }
}
