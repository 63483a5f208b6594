BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
}

Describe 'New-IotMqttCredential: the signature' {
    # Key "secret" over clientId12345deviceNamedeviceproductKeypk, the example of the platform's documentation; the
    # last one is a value whose first hexadecimal digit is a zero.
    It 'signs <Method> over client id, device name, product key and time' -ForEach @(
        @{ Method = 'HmacMd5'; Password = '14b198324fe55e1d3c88f2e705e201ee' }
        @{ Method = 'HmacSha1'; Password = 'fafd82a3d602b37fb0fa8b7892f24a477f851a14' }
        @{ Method = 'HmacSha256'; Password = '6074a46a91b1ebb2cc4ea42790ad0e80202c9843859fc292e57c4eb19fad9e57' }
    ) {
        $credential = New-IotMqttCredential pk device secret -ClientId 12345 -Timestamp 789 -SignMethod $Method
        $credential.GetNetworkCredential().Password | Should -BeExactly $Password
        $credential.MqttUsername | Should -BeExactly 'device&pk'
        $credential.MqttClientId |
            Should -BeExactly "12345|securemode=2,signmethod=$($Method.ToLowerInvariant()),timestamp=789|"
    }

    It 'leaves the time out of <Method> and of the client id with -NoTimestamp' -ForEach @(
        @{ Method = 'HmacMd5'; Password = '2ce7304ec0ddd548eb1492d65ac0b334' }
        @{ Method = 'HmacSha1'; Password = '3504e4df7ce4766d30f796ee973c9ce7fc5425cb' }
        @{ Method = 'HmacSha256'; Password = 'c8cb3dcb7159682438e5fd9a9c34f398e41bb8edb6f222795e307bafee151090' }
    ) {
        $credential = New-IotMqttCredential pk device secret -ClientId 12345 -NoTimestamp -SignMethod $Method
        $credential.GetNetworkCredential().Password | Should -BeExactly $Password
        $credential.Timestamp | Should -BeNullOrEmpty
        $credential.MqttClientId |
            Should -BeExactly "12345|securemode=2,signmethod=$($Method.ToLowerInvariant())|"
    }

    It 'keeps a leading zero of the password' {
        $credential = New-IotMqttCredential aa test1 bb -ClientId 11111 -Timestamp 2524608000000 -SignMethod HmacSha1
        $credential.GetNetworkCredential().Password | Should -BeExactly '06b1994895a537c8de9645b1cbe8dc0dfa4a7c4b'
    }

    It 'uses HmacSha256 by default' {
        (New-IotMqttCredential pk device secret).SignMethod | Should -Be 'HmacSha256'
    }

    It 'signs the present time by default' {
        $before = [System.DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds()
        $credential = New-IotMqttCredential pk device secret
        $after = [System.DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds()
        [long]$credential.Timestamp | Should -BeGreaterOrEqual $before
        [long]$credential.Timestamp | Should -BeLessOrEqual $after
        $credential.MqttClientId | Should -BeLike "*,timestamp=$($credential.Timestamp)|"
    }

    It 'takes productKey.deviceName as client id by default' {
        $credential = New-IotMqttCredential pk device secret
        $credential.ClientId | Should -BeExactly 'pk.device'
        $credential.MqttClientId | Should -BeLike 'pk.device|*'
    }

    It 'signs the same with a SecureString' {
        $secure = ConvertTo-SecureString 'secret' -AsPlainText -Force
        $credential = New-IotMqttCredential pk device $secure -ClientId 12345 -Timestamp 789 -SignMethod HmacMd5
        $credential.GetNetworkCredential().Password | Should -BeExactly '14b198324fe55e1d3c88f2e705e201ee'
    }

    It 'signs a secret outside ASCII as UTF-8' {
        $hash = [System.Security.Cryptography.HMACMD5]::HashData(
            [System.Text.Encoding]::UTF8.GetBytes('密钥'),
            [System.Text.Encoding]::UTF8.GetBytes('clientIdpk.ddeviceNamedproductKeypk'))
        (New-IotMqttCredential pk d '密钥' -NoTimestamp -SignMethod HmacMd5).GetNetworkCredential().Password |
            Should -BeExactly ([System.Convert]::ToHexString($hash).ToLowerInvariant())
    }

    It 'does not keep the device secret' {
        $credential = New-IotMqttCredential pk device 'S3cretText'
        [System.Management.Automation.PSSerializer]::Serialize($credential, 5) | Should -Not -Match 'S3cretText'
        $credential.psobject.Properties.Name | Should -Not -Contain 'DeviceSecret'
    }
}

Describe 'New-IotMqttCredential: the endpoint' {
    It 'goes to the public instance in cn-shanghai by default' {
        (New-IotMqttCredential a1pk device secret).Endpoint.AbsoluteUri |
            Should -BeExactly 'wss://a1pk.iot-as-mqtt.cn-shanghai.aliyuncs.com/'
    }

    It 'goes to <Expected> with <Given>' -ForEach @(
        @{ Given = @{ Region = 'us-west-1' }; Expected = 'wss://a1pk.iot-as-mqtt.us-west-1.aliyuncs.com/' }
        @{ Given = @{ Region = 'xx-new-9' }; Expected = 'wss://a1pk.iot-as-mqtt.xx-new-9.aliyuncs.com/' }
        @{ Given = @{ InstanceId = 'iot-0a1b' }; Expected = 'wss://iot-0a1b.mqtt.iothub.aliyuncs.com/' }
        @{ Given = @{ Transport = 'Ws' }; Expected = 'ws://a1pk.iot-as-mqtt.cn-shanghai.aliyuncs.com:443/' }
        @{ Given = @{ Endpoint = 'broker.local' }; Expected = 'wss://broker.local/' }
        @{ Given = @{ Endpoint = 'broker.local:8443' }; Expected = 'wss://broker.local:8443/' }
        @{ Given = @{ Endpoint = 'broker.local:8080'; Transport = 'Ws' }; Expected = 'ws://broker.local:8080/' }
        @{ Given = @{ Endpoint = 'broker.local'; Transport = 'Ws' }; Expected = 'ws://broker.local:443/' }
        @{ Given = @{ Endpoint = 'wss://broker.local/mqtt' }; Expected = 'wss://broker.local/mqtt' }
        @{ Given = @{ Endpoint = '[::1]:8443' }; Expected = 'wss://[::1]:8443/' }
    ) {
        (New-IotMqttCredential a1pk device secret @Given).Endpoint.AbsoluteUri | Should -BeExactly $Expected
    }

    It 'lets the scheme of -Endpoint decide over -Transport' {
        $credential = New-IotMqttCredential a1pk device secret -Endpoint 'ws://broker.local:8080' -Transport Wss
        $credential.Transport | Should -Be 'Ws'
        $credential.SecureMode | Should -Be 3
        $credential.MqttClientId | Should -BeLike '*|securemode=3,*'
    }

    It 'announces secure mode <Mode> for <Transport>' -ForEach @(
        @{ Transport = 'Wss'; Mode = 2 }
        @{ Transport = 'Ws'; Mode = 3 }
    ) {
        $credential = New-IotMqttCredential a1pk device secret -Transport $Transport
        $credential.SecureMode | Should -Be $Mode
        $credential.MqttClientId | Should -BeLike "*|securemode=$Mode,*"
    }
}

Describe 'New-IotMqttCredential: wrong input' {
    It 'refuses <Value> for -<Parameter> as <Id>' -ForEach @(
        @{ Parameter = 'ProductKey'; Value = ''; Id = 'InvalidProductKey' }
        @{ Parameter = 'ProductKey'; Value = 'a1 pk'; Id = 'InvalidProductKey' }
        @{ Parameter = 'ProductKey'; Value = 'a1&pk'; Id = 'InvalidProductKey' }
        @{ Parameter = 'DeviceName'; Value = ''; Id = 'InvalidDeviceName' }
        @{ Parameter = 'DeviceName'; Value = 'lamp&1'; Id = 'InvalidDeviceName' }
        @{ Parameter = 'DeviceName'; Value = 'lamp '; Id = 'InvalidDeviceName' }
        @{ Parameter = 'DeviceName'; Value = 'lamp/1'; Id = 'InvalidDeviceName' }
        @{ Parameter = 'DeviceSecret'; Value = ''; Id = 'InvalidDeviceSecret' }
        @{ Parameter = 'ClientId'; Value = 'a|b'; Id = 'InvalidClientId' }
        @{ Parameter = 'ClientId'; Value = 'x' * 65; Id = 'InvalidClientId' }
        @{ Parameter = 'Endpoint'; Value = 'http://broker.local'; Id = 'InvalidEndpoint' }
        @{ Parameter = 'Endpoint'; Value = 'wss://user:word@broker.local'; Id = 'InvalidEndpoint' }
        @{ Parameter = 'Endpoint'; Value = 'wss://'; Id = 'InvalidEndpoint' }
        @{ Parameter = 'Region'; Value = 'cn shanghai'; Id = 'InvalidEndpoint' }
        @{ Parameter = 'InstanceId'; Value = 'iot-1.evil.example'; Id = 'InvalidEndpoint' }
    ) {
        $given = @{ ProductKey = 'a1pk'; DeviceName = 'lamp'; DeviceSecret = 'S3cretText' }
        $given[$Parameter] = $Value
        $record = Get-ErrorOf { New-IotMqttCredential @given }
        $record.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $record.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        "$record $($record.TargetObject)" | Should -Not -Match 'S3cretText'
    }

    It 'takes a client id of 64 characters' {
        (New-IotMqttCredential a1pk lamp secret -ClientId ('x' * 64)).ClientId.Length | Should -Be 64
    }

    It 'never goes to another host than that of the product key <Key>' -ForEach @(
        @{ Key = 'a1@evil' }
        @{ Key = 'a1:evil' }
    ) {
        Get-ErrorId { New-IotMqttCredential $Key lamp secret } | Should -Be 'InvalidEndpoint'
    }

    It 'does not repeat a password that stands in the endpoint' {
        $record = Get-ErrorOf { New-IotMqttCredential a1pk lamp secret -Endpoint 'wss://user:word@broker.local' }
        "$record" | Should -Not -Match 'word@'
    }

    It 'refuses an unknown sign method when the parameters are bound' {
        $record = Get-ErrorOf { New-IotMqttCredential a1pk lamp secret -SignMethod hmacsha512 }
        $record.FullyQualifiedErrorId | Should -BeLike 'CannotConvertArgument*,*NewIotMqttCredentialCommand'
        $record.Exception | Should -BeOfType System.Management.Automation.ParameterBindingException
    }

    It 'does not repeat a secret of the wrong type' {
        $record = Get-ErrorOf { New-IotMqttCredential a1pk lamp 918273 }
        $record.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError,*'
        "$record" | Should -Not -Match '918273'
    }

    It 'refuses -Timestamp with -NoTimestamp' {
        Get-ErrorId { New-IotMqttCredential a1pk lamp secret -Timestamp 1 -NoTimestamp } |
            Should -Be 'AmbiguousParameterSet'
    }
}

Describe 'New-IotMqttCredential: from a file' {
    BeforeAll {
        Set-Content -Path 'TestDrive:\devices.csv' -Value @(
            'DeviceName,DeviceSecret,IotId,ProductKey,Region,Status'
            'lamp1,secret1,x1,a1pk,,ONLINE'
            'lamp two,secret2,x2,a1pk,,ONLINE'
            'lamp3,secret3,x3,a1pk,us-west-1,INACTIVE'
        )
        # Names of their own: with -ErrorVariable a wrong line is seen without ending anything.
        $made = Import-Csv -Path 'TestDrive:\devices.csv' |
            New-IotMqttCredential -SignMethod HmacMd5 -ErrorAction SilentlyContinue -ErrorVariable refused
    }

    It 'signs each good line and passes over other columns' {
        $made.DeviceName | Should -Be @('lamp1', 'lamp3')
        $expected = New-IotMqttCredential a1pk lamp1 secret1 -Timestamp $made[0].Timestamp -SignMethod HmacMd5
        $made[0].GetNetworkCredential().Password | Should -BeExactly $expected.GetNetworkCredential().Password
    }

    It 'takes the region of the line, and the default where it is empty' {
        $made.Endpoint.Host | Should -Be @(
            'a1pk.iot-as-mqtt.cn-shanghai.aliyuncs.com', 'a1pk.iot-as-mqtt.us-west-1.aliyuncs.com')
    }

    It 'reports the bad line alone' {
        $refused.Count | Should -Be 1
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'InvalidDeviceName,*'
        $refused[0].TargetObject | Should -Be 'lamp two'
    }

    It 'says which column a line lacks: <Missing>' -ForEach @(
        @{ Missing = 'ProductKey'; Id = 'InvalidProductKey' }
        @{ Missing = 'DeviceName'; Id = 'InvalidDeviceName' }
        @{ Missing = 'DeviceSecret'; Id = 'InvalidDeviceSecret' }
    ) {
        $line = @{ ProductKey = 'a1pk'; DeviceName = 'lamp'; DeviceSecret = 'S3cretText' }
        $line.Remove($Missing)
        [pscustomobject]$line |
            New-IotMqttCredential -ErrorAction SilentlyContinue -ErrorVariable lacking | Should -BeNullOrEmpty
        $lacking.Count | Should -Be 1
        $lacking[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$($lacking[0])" | Should -Match $Missing
        "$($lacking[0]) $($lacking[0].TargetObject)" | Should -Not -Match 'S3cretText'
    }

    It 'says what the columns <Header> are' -ForEach @(
        @{ Header = 'product_key,device_name,device_secret'; Says = "'device_name'" }
        @{ Header = 'ProductKey,DeviceName ,DeviceSecret'; Says = "'DeviceName '" }
        @{ Header = 'ProductKey;DeviceName;DeviceSecret'; Says = "-Delimiter ';'" }
    ) {
        $Header, 'a1pk,lamp,S3cretText' | ConvertFrom-Csv |
            New-IotMqttCredential -ErrorAction SilentlyContinue -ErrorVariable lacking
        "$($lacking[0]) $($lacking[0].ErrorDetails.RecommendedAction)" | Should -BeLike "*$Says*"
    }

    It 'names nothing of a file without a header, whose first secret has become one' {
        'a1pk,lamp,S3cretText', 'a1pk,lamp2,S4cretText' | ConvertFrom-Csv |
            New-IotMqttCredential -ErrorAction SilentlyContinue -ErrorVariable lacking
        "$($lacking[0]) $($lacking[0].ErrorDetails.RecommendedAction)" | Should -Not -Match 'cretText'
    }

    It 'does not repeat a secret of the wrong type' {
        [pscustomobject]@{ ProductKey = 'a1pk'; DeviceName = 'lamp'; DeviceSecret = 918273 } |
            New-IotMqttCredential -ErrorAction SilentlyContinue -ErrorVariable wrong
        $wrong.Count | Should -Be 1
        $wrong[0].FullyQualifiedErrorId | Should -BeLike 'InvalidDeviceSecret,*'
        "$($wrong[0]) $($wrong[0].TargetObject)" | Should -Not -Match '918273'
    }

    It 'lets a parameter count for all lines' {
        $devices = 1..2 |
            ForEach-Object { [pscustomobject]@{ DeviceName = "lamp$_"; DeviceSecret = 'secret'; Region = 'us-west-1' } }
        $credentials = $devices | New-IotMqttCredential -ProductKey a1pk -Region cn-beijing
        $credentials.MqttUsername | Should -Be 'lamp1&a1pk', 'lamp2&a1pk'
        $credentials.Endpoint.Host | Should -Be (@('a1pk.iot-as-mqtt.cn-beijing.aliyuncs.com') * 2)
    }

    It 'takes the client id, the instance and the endpoint of the line' {
        $lines = @(
            [pscustomobject]@{ ProductKey = 'a1pk'; DeviceName = 'a'; DeviceSecret = 's'; ClientId = 'own'; InstanceId = 'iot-0a1b' }
            [pscustomobject]@{ ProductKey = 'a1pk'; DeviceName = 'b'; DeviceSecret = 's'; Endpoint = [uri]'ws://broker.local:8080/' }
        )
        $credentials = $lines | New-IotMqttCredential
        $credentials[0].ClientId | Should -BeExactly 'own'
        $credentials[0].Endpoint.Host | Should -BeExactly 'iot-0a1b.mqtt.iothub.aliyuncs.com'
        $credentials[1].ClientId | Should -BeExactly 'a1pk.b'
        $credentials[1].Endpoint.AbsoluteUri | Should -BeExactly 'ws://broker.local:8080/'
    }

    It 'reads each line by its own columns, whatever the line before had' {
        class Lamp { [string] $ProductKey = 'a1pk'; [string] $DeviceName = 'typed'; [string] $DeviceSecret = 's' }
        $plain = { param($Name) [pscustomobject]@{ ProductKey = 'a1pk'; DeviceName = $Name; DeviceSecret = 's' } }
        $lines = @(
            & $plain plain
            & $plain added | Add-Member Region us-west-1 -PassThru
            & $plain computed | Add-Member ScriptProperty ClientId { "own-$($this.DeviceName)" } -PassThru
            [pscustomobject]@{ DeviceSecret = 's'; IotId = 'x'; DeviceName = 'turned'; ProductKey = 'a2pk' }
            [pscustomobject]@{ DeviceName = 'lacking'; DeviceSecret = 's'; Region = 'us-west-1' }
            @{ ProductKey = 'a1pk'; DeviceName = 'table'; DeviceSecret = 's'; InstanceId = 'iot-0a1b' }
            [Lamp]::new()
            [Lamp]::new() | Add-Member Endpoint ws://broker.local:8080/ -PassThru
            [pscustomobject]@{ ProductKey = 'a1pk'; DeviceName = 'token'; DeviceToken = 't'; ClientId = 'own' }
            & $plain last
        )
        $made = $lines | New-IotMqttCredential -ErrorAction SilentlyContinue -ErrorVariable lacking
        $made.DeviceName | Should -Be plain, added, computed, turned, table, typed, typed, token, last
        $made.ClientId |
            Should -Be a1pk.plain, a1pk.added, own-computed, a2pk.turned, a1pk.table, a1pk.typed, a1pk.typed, own, a1pk.last
        $made.MqttUsername[0, 3, -1] | Should -Be 'plain&a1pk', 'turned&a2pk', 'last&a1pk'
        $made.Endpoint.Host -replace 'iot-as-mqtt\.|\.aliyuncs\.com' | Should -Be @(
            'a1pk.cn-shanghai', 'a1pk.us-west-1', 'a1pk.cn-shanghai', 'a2pk.cn-shanghai', 'iot-0a1b.mqtt.iothub'
            'a1pk.cn-shanghai', 'broker.local', 'a1pk.cn-shanghai', 'a1pk.cn-shanghai')
        $made.SecureMode | Should -Be 2, 2, 2, 2, 2, 2, 3, -2, 2
        $lacking.FullyQualifiedErrorId | Should -BeLike 'InvalidProductKey,*'
    }

    It 'signs hashtables and SecureStrings like lines' {
        $device = @{ ProductKey = 'a1pk'; DeviceName = 'lamp'; DeviceSecret = ConvertTo-SecureString 'secret' -AsPlainText -Force }
        ($device | New-IotMqttCredential -NoTimestamp).GetNetworkCredential().Password |
            Should -BeExactly (New-IotMqttCredential a1pk lamp secret -NoTimestamp).GetNetworkCredential().Password
    }

    It 'keeps the gateways of different products apart' {
        $lines = foreach ($key in 'a1pk', 'a2pk', 'a1pk') {
            [pscustomobject]@{ ProductKey = $key; DeviceName = 'lamp'; DeviceSecret = 'secret' }
        }
        ($lines | New-IotMqttCredential).Endpoint.Host -replace '\..*' | Should -Be 'a1pk', 'a2pk', 'a1pk'
    }

    It 'signs objects that the pipeline brings one by one' {
        $devices = New-TestDevice -Count 50 | ForEach-Object { [pscustomobject]$_ }
        $all = $devices | New-IotMqttCredential
        $all.DeviceName | Should -Be $devices.DeviceName
    }
}

Describe 'New-IotMqttCredential: stored and taken up again' {
    BeforeAll {
        $device = New-TestDevice
        $emulator = Start-IotEmulator -Device $device
        $credential = New-IotMqttCredential @device -Endpoint $emulator.Endpoint
        $plain = New-IotMqttCredential @device -Endpoint $emulator.Endpoint -AsPlainText
        $file = Join-Path $TestDrive 'credential'
    }

    AfterAll {
        Disconnect-IotMqtt -All
        Stop-IotEmulator $emulator
    }

    It 'connects after a round trip through <Format>' -ForEach @(
        @{ Format = 'Clixml'; Save = { $credential | Export-Clixml $file }; Load = { Import-Clixml $file } }
        @{ Format = 'JSON'; Save = { $plain | ConvertTo-Json | Set-Content $file }; Load = { Get-Content $file -Raw | ConvertFrom-Json } }
        @{ Format = 'CSV'; Save = { $plain | Export-Csv $file }; Load = { Import-Csv $file } }
    ) {
        & $Save
        $connection = & $Load | Connect-IotMqtt -Name $Format -ErrorAction Stop
        $connection.State | Should -Be 'Connected'
        $emulator.Online | Should -Be "$($device.ProductKey)/$($device.DeviceName)"
        Disconnect-IotMqtt $connection
    }

    It 'does not connect from JSON of what holds its password back, and says how to store it' {
        $text = $credential | ConvertTo-Json
        $text | Should -Not -Match $credential.GetNetworkCredential().Password
        { $text | ConvertFrom-Json | Connect-IotMqtt -ErrorAction Stop } | Should -Throw '*-AsPlainText*'
    }
}
