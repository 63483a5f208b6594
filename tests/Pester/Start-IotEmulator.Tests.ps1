BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
}

AfterAll {
    Stop-IotEmulator -All
}

Describe 'Start-IotEmulator' {
    BeforeAll {
        $device = New-TestDevice
        $emulator = Start-IotEmulator -Device $device
    }

    AfterEach {
        Disconnect-IotMqtt -All
    }

    It 'emits a running emulator with its addresses' {
        $emulator | Should -BeOfType AliyunIotWs.IotEmulator
        $emulator.State | Should -Be 'Running'
        $emulator.Endpoint.Scheme | Should -Be 'ws'
        $emulator.SecureEndpoint.Scheme | Should -Be 'wss'
        $emulator.Endpoint.Port | Should -Not -Be $emulator.SecureEndpoint.Port
    }

    It 'listens on loopback addresses only' {
        $emulator.Endpoint.IsLoopback | Should -BeTrue
        $emulator.SecureEndpoint.IsLoopback | Should -BeTrue
        $ports = $emulator.Endpoint.Port, $emulator.SecureEndpoint.Port
        $listeners = [System.Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpListeners() |
            Where-Object Port -In $ports
        $listeners.Count | Should -BeGreaterOrEqual 2
        $listeners | Where-Object { -not [ipaddress]::IsLoopback($_.Address) } | Should -BeNullOrEmpty
    }

    It 'lets a known device in over ws' {
        $connection = New-IotMqttCredential @device -Endpoint $emulator.Endpoint | Connect-IotMqtt
        $connection.State | Should -Be 'Connected'
        $emulator.Online | Should -Be "$($device.ProductKey)/$($device.DeviceName)"
    }

    It 'lets a known device in over wss, whose certificate its authority has signed' {
        $connection = New-IotMqttCredential @device -Endpoint $emulator.SecureEndpoint |
            Connect-IotMqtt -TrustedCertificate $emulator.Certificate
        $connection.State | Should -Be 'Connected'
    }

    It 'has an authority that the machine does not trust by itself' {
        Get-ErrorId { New-IotMqttCredential @device -Endpoint $emulator.SecureEndpoint | Connect-IotMqtt } |
            Should -Be 'CertificateRejected'
    }

    It 'keeps the private key of its authority' {
        $emulator.Certificate.HasPrivateKey | Should -BeFalse
    }

    It 'refuses <Case>' -ForEach @(
        @{ Case = 'a wrong secret'; Change = @{ DeviceSecret = 'another' } }
        @{ Case = 'an unknown device'; Change = @{ DeviceName = 'nobody' } }
    ) {
        $other = $device.Clone()
        foreach ($name in $Change.Keys) { $other[$name] = $Change[$name] }
        Get-ErrorId { New-IotMqttCredential @other -Endpoint $emulator.Endpoint | Connect-IotMqtt } |
            Should -Be 'AuthenticationRejected'
        $emulator.Online | Should -BeNullOrEmpty
    }

    It 'starts without any device' {
        $empty = Start-IotEmulator
        $empty.State | Should -Be 'Running'
        $empty.Devices | Should -BeNullOrEmpty
        Stop-IotEmulator $empty
    }

    It 'names its endpoint and no secret as verbose output' {
        $verbose = "$(Start-IotEmulator -Device $device -Verbose 4>&1)"
        $verbose | Should -Match 'ws://127\.0\.0\.1:\d+/'
        $verbose | Should -Not -Match $device.DeviceSecret
    }
}

Describe 'Start-IotEmulator -Device' {
    It 'knows devices given as <Form>' -ForEach @(
        @{ Form = 'hashtables'; Convert = { $_ } }
        @{ Form = 'objects'; Convert = { [pscustomobject]$_ } }
        @{ Form = 'objects with more properties than it needs'; Convert = { [pscustomobject]($_ + @{ Status = 'ONLINE' }) } }
        @{
            Form = 'hashtables with a SecureString'; Convert = {
                $_.Clone() + @{} | ForEach-Object {
                    $_.DeviceSecret = ConvertTo-SecureString $_.DeviceSecret -AsPlainText -Force
                    $_
                }
            }
        }
    ) {
        $devices = New-TestDevice -Count 3
        $emulator = $devices | ForEach-Object $Convert | Start-IotEmulator
        $emulator.Devices | Should -Be @($devices | ForEach-Object { "$($_.ProductKey)/$($_.DeviceName)" })
        $last = $devices[2]
        $connection = New-IotMqttCredential @last -Endpoint $emulator.Endpoint | Connect-IotMqtt
        $connection.State | Should -Be 'Connected'
        Disconnect-IotMqtt $connection
    }

    It 'knows the devices of a CSV file' {
        $file = Join-Path $TestDrive 'devices.csv'
        New-TestDevice -Count 5 | ForEach-Object { [pscustomobject]$_ } | Export-Csv $file
        $emulator = Import-Csv $file | Start-IotEmulator
        $emulator.Devices.Count | Should -Be 5
    }

    It 'refuses <Case> as <Id>' -ForEach @(
        @{ Case = 'a device without secret'; Device = @{ ProductKey = 'pk'; DeviceName = 'lamp' }; Id = 'InvalidDeviceSecret' }
        @{ Case = 'a device without name'; Device = @{ ProductKey = 'pk'; DeviceSecret = 's3cret' }; Id = 'InvalidDeviceName' }
        @{ Case = 'a device without product'; Device = @{ DeviceName = 'lamp'; DeviceSecret = 's3cret' }; Id = 'InvalidProductKey' }
        @{ Case = 'a device with "&" in its name'; Device = @{ ProductKey = 'pk'; DeviceName = 'a&b'; DeviceSecret = 's3cret' }; Id = 'InvalidDeviceName' }
        @{ Case = 'something else'; Device = 'lamp'; Id = 'InvalidProductKey' }
    ) {
        $before = @(Get-IotEmulator).Count
        $record = Get-ErrorOf { Start-IotEmulator -Device $Device }
        $record.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$record $($record.TargetObject)" | Should -Not -Match 's3cret'
        @(Get-IotEmulator).Count | Should -Be $before
    }

    It 'refuses one device with two secrets as EmulatorStartFailed' {
        $device = New-TestDevice
        $other = $device.Clone()
        $other.DeviceSecret = 'another'
        Get-ErrorId { Start-IotEmulator -Device $device, $other } | Should -Be 'EmulatorStartFailed'
    }
}

Describe 'Start-IotEmulator -Port' {
    It 'takes a given port for ws and another for wss' {
        $first = Start-IotEmulator
        Stop-IotEmulator $first
        $second = Start-IotEmulator -Port $first.Endpoint.Port -SecurePort $first.SecureEndpoint.Port
        $second.Endpoint | Should -Be $first.Endpoint
        $second.SecureEndpoint | Should -Be $first.SecureEndpoint
    }

    It 'fails with EmulatorStartFailed where the port is taken' {
        $first = Start-IotEmulator
        $record = Get-ErrorOf { Start-IotEmulator -Port $first.Endpoint.Port }
        $record.FullyQualifiedErrorId | Should -BeLike 'EmulatorStartFailed,*'
        $record.CategoryInfo.Category | Should -Be 'OpenError'
        $record.ErrorDetails.RecommendedAction | Should -Match '-Port'
    }
}

Describe 'Start-IotEmulator -Product' {
    BeforeAll {
        $device = New-TestDevice
        $own = "/$($device.ProductKey)/$($device.DeviceName)"

        # What the device gets for a topic: the error of publishing once and of subscribing, '' where it may.
        function Get-Right([string] $Topic) {
            $publish = Get-ErrorId { Send-IotMessage "$own$Topic" 'x' -TimeoutSeconds 1 }
            $subscribe = Get-ErrorId { Register-IotSubscription "$own$Topic" }
            "$publish/$subscribe"
        }
    }

    AfterEach {
        Disconnect-IotMqtt -All
    }

    It 'gives a product that is not described the classes of a new one' {
        $emulator = Start-IotEmulator -Device $device
        $null = New-IotMqttCredential @device -Endpoint $emulator.Endpoint | Connect-IotMqtt
        Get-Right '/user/update' | Should -Be '/SubscriptionRejected'
        Get-Right '/user/get' | Should -Be 'PublishTimeout/'
        Get-Right '/user/state' | Should -Be 'PublishTimeout/SubscriptionRejected'
        Get-Right '/update' | Should -Be 'PublishTimeout/SubscriptionRejected'
        $denied = (Get-IotEmulatorEvent -Code PublishDenied -Emulator $emulator)[-1].Message
        $denied | Should -BeLike "*$own/update*with /user/ in it: $own/user/update"
    }

    It 'takes topics as <Form>' -ForEach @(
        @{ Form = 'a table'; Topics = @{ '/user/state' = 'Publish'; '/user/cmd' = 'Subscribe'; 'user/both' = 'PublishSubscribe' } }
        @{
            Form = 'rows'
            Topics = @{ Topic = '/{ProductKey}/{DeviceName}/user/state'; Right = 'publish' },
                [pscustomobject]@{ Topic = '/a1TestProdK/${deviceName}/user/cmd'; Right = 'Subscribe' }, '/user/both'
        }
        @{
            Form = 'the platform''s API has them'
            Topics = @{ TopicShortName = 'user/state'; Operation = 'PUB' },
                @{ TopicShortName = 'user/cmd'; Operation = 'SUB' }, @{ TopicShortName = 'user/both'; Operation = 'ALL' }
        }
    ) {
        $product = @{ ProductKey = $device.ProductKey; Topics = $topics }
        $emulator = Start-IotEmulator -Device $device -Product $product
        $null = New-IotMqttCredential @device -Endpoint $emulator.Endpoint | Connect-IotMqtt
        Get-Right '/user/state' | Should -Be '/SubscriptionRejected'
        Get-Right '/user/cmd' | Should -Be 'PublishTimeout/'
        Get-Right '/user/both' | Should -Be '/'
        Get-Right '/user/update' | Should -Be 'PublishTimeout/SubscriptionRejected'
    }

    It 'lets everything of the device''s own pass with -Lenient' {
        $emulator = Start-IotEmulator -Device $device -Lenient
        $null = New-IotMqttCredential @device -Endpoint $emulator.Endpoint | Connect-IotMqtt
        Get-Right '/whatever' | Should -Be '/'
        Get-ErrorId { Register-IotSubscription '/a1TestProdK/another/user/get' } | Should -Be 'SubscriptionRejected'
    }

    It 'shows no product secret, given as <Form>' -ForEach @(
        @{ Form = 'a string'; Secret = 'pr0duct' }
        @{ Form = 'a SecureString'; Secret = (ConvertTo-SecureString 'pr0duct' -AsPlainText -Force) }
    ) {
        $product = @{ ProductKey = $device.ProductKey; ProductSecret = $secret }
        $emulator = Start-IotEmulator -Device $device -Product $product -Verbose 4>&1
        $emulator | Format-List * | Out-String | Should -Not -Match 'pr0duct'
        $emulator | ConvertTo-Json -Depth 3 -WarningAction SilentlyContinue | Should -Not -Match 'pr0duct'
    }

    It 'checks what is posted by a thing model given as <Form>' -ForEach @(
        @{ Form = 'JSON'; Make = { $args[0] } }
        @{ Form = 'an object'; Make = { $args[0] | ConvertFrom-Json } }
        @{ Form = 'a file'; Make = { Set-Content 'TestDrive:\tsl.json' $args[0]; 'TestDrive:\tsl.json' } }
    ) {
        $json = '{"properties":[{"identifier":"Power","accessMode":"rw","dataType":{"type":"bool","specs":{"0":"off","1":"on"}}}]}'
        $product = @{ ProductKey = $device.ProductKey; Tsl = & $make $json }
        $emulator = Start-IotEmulator -Device $device -Product $product
        $null = New-IotMqttCredential @device -Endpoint $emulator.Endpoint | Connect-IotMqtt
        $post = '/sys/{ProductKey}/{DeviceName}/thing/event/property/post'
        $null = Register-IotSubscription "${post}_reply"
        Send-IotMessage $post '{"id":"1","version":"1.0","params":{"Power":1,"Colour":2},"method":"thing.event.property.post"}'
        $reply = (Receive-IotMessage -Count 1 -TimeoutSeconds 10).Payload | ConvertFrom-Json
        $reply.data.PSObject.Properties.Name | Should -Be 'Colour'
        (Get-IotEmulatorDevice $device.DeviceName -Emulator $emulator).Properties.Power | Should -Be 1
    }

    It 'refuses <Case> as <Id>' -ForEach @(
        @{ Case = 'no product key'; Product = @{ Topics = '/user/a' }; Id = 'InvalidProductKey' }
        @{ Case = 'an unknown key'; Product = @{ ProductKey = 'pk'; Topic = '/user/a' }; Id = 'InvalidProductKey' }
        @{ Case = 'an empty secret'; Product = @{ ProductKey = 'pk'; ProductSecret = '' }; Id = 'InvalidProductKey' }
        @{ Case = 'a right that is none'; Product = @{ ProductKey = 'pk'; Topics = @{ '/user/a' = 'Read' } }; Id = 'InvalidTopic' }
        @{ Case = 'a class that the console refuses'; Product = @{ ProductKey = 'pk'; Topics = '/user/a b' }; Id = 'InvalidTopic' }
        @{ Case = 'a wildcard to publish on'; Product = @{ ProductKey = 'pk'; Topics = @{ '/user/#' = 'All' } }; Id = 'InvalidTopic' }
        @{ Case = 'a thing model that is not there'; Product = @{ ProductKey = 'pk'; Tsl = 'nowhere.json' }; Id = 'InvalidPayload' }
        @{ Case = 'one product twice'; Product = @{ ProductKey = 'pk' }, @{ ProductKey = 'pk' }; Id = 'EmulatorStartFailed' }
    ) {
        $before = @(Get-IotEmulator).Count
        Get-ErrorId { Start-IotEmulator -Product $product } | Should -Be $id
        @(Get-IotEmulator).Count | Should -Be $before
    }
}

Describe 'Start-IotEmulator -AllowOrigin' {
    BeforeAll {
        # The status of the answer to a page's upgrade.
        function Get-UpgradeStatus([uri] $Endpoint, [string] $Origin) {
            $client = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $Endpoint.Port)
            $client.ReceiveTimeout = 10000
            try {
                $stream = $client.GetStream()
                $request = "GET / HTTP/1.1`r`nHost: localhost`r`nUpgrade: websocket`r`nConnection: Upgrade`r`n" +
                    "Sec-WebSocket-Version: 13`r`nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==`r`n" +
                    "Sec-WebSocket-Protocol: mqtt`r`nOrigin: $Origin`r`n`r`n"
                $stream.Write([System.Text.Encoding]::ASCII.GetBytes($request))
                $line = [System.IO.StreamReader]::new($stream).ReadLine()
                [int]$line.Split(' ')[1]
            } finally {
                $client.Dispose()
            }
        }
    }

    It 'lets pages of this machine in, and others by name only' {
        $emulator = Start-IotEmulator
        Get-UpgradeStatus $emulator.Endpoint 'http://localhost:8080' | Should -Be 101
        Get-UpgradeStatus $emulator.Endpoint 'null' | Should -Be 101
        Get-UpgradeStatus $emulator.Endpoint 'https://example.com' | Should -Be 403
        # Not the last one: those that were let in and left say so when they like.
        Wait-Until {
            $script:refused = @(Get-IotEmulatorEvent -Code HandshakeFailed -Emulator $emulator | Where-Object Message -Like '*https://example.com*')
            $refused.Count -eq 1
        } | Should -BeTrue
        $refused[0].Message | Should -BeLike '*https://example.com*-AllowOrigin*'
        $open = Start-IotEmulator -AllowOrigin 'https://example.com'
        Get-UpgradeStatus $open.Endpoint 'https://example.com' | Should -Be 101
    }

    It 'refuses what is no origin as InvalidEndpoint' -ForEach 'example.com', 'https://example.com/page' {
        Get-ErrorId { Start-IotEmulator -AllowOrigin $_ } | Should -Be 'InvalidEndpoint'
    }
}

Describe 'Start-IotEmulator -Lenient' {
    BeforeAll {
        $device = New-TestDevice
        $content = "deviceName$($device.DeviceName)productKey$($device.ProductKey)"
        $hash = [System.Security.Cryptography.HMACSHA1]::HashData(
            [System.Text.Encoding]::UTF8.GetBytes($device.DeviceSecret), [System.Text.Encoding]::UTF8.GetBytes($content))
        # A signature that leaves the client id out.
        $fields = @{
            MqttClientId = 'me|securemode=3,signmethod=hmacsha1|'
            MqttUsername = "$($device.DeviceName)&$($device.ProductKey)"
            MqttPassword = [System.Convert]::ToHexString($hash)
        }
    }

    AfterEach { Disconnect-IotMqtt -All }

    It 'accepts a signature without the client id' {
        $emulator = Start-IotEmulator -Device $device -Lenient
        (Connect-IotMqtt @fields -Endpoint $emulator.Endpoint).State | Should -Be 'Connected'
    }

    It 'is what it takes: without it the same signature is refused' {
        $emulator = Start-IotEmulator -Device $device
        Get-ErrorId { Connect-IotMqtt @fields -Endpoint $emulator.Endpoint } | Should -Be 'AuthenticationRejected'
    }
}
