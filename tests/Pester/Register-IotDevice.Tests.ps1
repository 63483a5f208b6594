BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Peer.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Certificates.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Proxy.ps1')
    $productSecret = 'product secret'
    $secure = ConvertTo-SecureString $productSecret -AsPlainText -Force

    # An emulator that knows these devices, and gives them their secrets.
    function Start-Registry([string[]] $DeviceName, [hashtable] $More = @{}) {
        $product = @{ ProductKey = 'a1Register'; ProductSecret = $productSecret } + $More
        $rows = @($DeviceName | Where-Object { $_ } | ForEach-Object { @{ ProductKey = 'a1Register'; DeviceName = $_ } })
        if ($rows) { Start-IotEmulator -Device $rows -Product $product } else { Start-IotEmulator -Product $product }
    }

    function Get-Text([securestring] $Secret) {
        [System.Net.NetworkCredential]::new($null, $Secret).Password
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'Register-IotDevice' {
    BeforeAll {
        $emulator = Start-Registry (1..9 | ForEach-Object { "meter-0$_" })
        $way = @{ Endpoint = $emulator.SecureEndpoint; TrustedCertificate = $emulator.Certificate }
        $trust = @{ TrustedCertificate = $emulator.Certificate }
    }

    AfterAll {
        Disconnect-IotMqtt -All
        Stop-IotEmulator $emulator
    }

    It 'makes connected devices of the rows of a file, in one pipeline' {
        $file = Join-Path $TestDrive new.csv
        Set-Content $file 'DeviceName,ProductKey', 'meter-01,a1Register', 'meter-02,a1Register', 'meter-03,a1Register'
        $connections = Import-Csv $file | Register-IotDevice -ProductSecret $secure @way | New-IotMqttCredential | Connect-IotMqtt @trust
        $connections.DeviceName | Should -Be 'meter-01', 'meter-02', 'meter-03'
        $connections | ForEach-Object {
            (Invoke-IotRequest thing.event.property.post @{ Level = $_.Id } -Connection $_).Code | Should -Be 200
        }
        (Get-IotEmulatorDevice meter-02).Properties.Level | Should -Be $connections[1].Id
        $connections | Disconnect-IotMqtt
    }

    It 'gives a secret as a SecureString, which nothing shows' {
        $device = Register-IotDevice a1Register meter-04 $secure @way
        $device | Should -BeOfType AliyunIotWs.IotDevice
        "$device" | Should -BeExactly 'a1Register/meter-04'
        $device.DeviceSecret | Should -BeOfType securestring
        $secret = Get-Text $device.DeviceSecret
        $secret.Length | Should -BeGreaterThan 8
        $device.DeviceToken, $device.ClientId | Should -Be $null, $null
        foreach ($view in { $device }, { $device | Format-List }, { $device | Format-List * }, { $device | ConvertTo-Json }, { $device | ConvertTo-Csv }) {
            & $view | Out-String -Width 300 | Should -Not -Match $secret
        }
    }

    It 'signs with <_>' -ForEach 'HmacSha256', 'HmacSha1', 'HmacMd5' {
        $device = Register-IotDevice a1Register meter-05 $productSecret -SignMethod $_ @way
        $device | New-IotMqttCredential | ForEach-Object MqttClientId | Should -Match 'securemode=2'
        (Get-Text $device.DeviceSecret).Length | Should -BeGreaterThan 8
    }

    It 'registers over HTTPS with <Address>, and connects' -ForEach @(
        @{ Name = 'meter-06'; Address = 'the endpoint of MQTT'; Https = { $emulator.SecureEndpoint } }
        @{ Name = 'meter-07'; Address = 'an address of HTTPS'; Https = { "https://localhost:$($emulator.SecureEndpoint.Port)" } }
    ) {
        $device = Register-IotDevice a1Register $Name $secure -Protocol Https -Endpoint (& $Https) @trust
        (Get-IotEmulatorEvent $Name -Code Registered).Message | Should -Match 'HTTPS'
        $connection = $device | New-IotMqttCredential -Endpoint $emulator.SecureEndpoint | Connect-IotMqtt @trust
        $connection.State | Should -Be 'Connected'
        $connection | Disconnect-IotMqtt
        $record = Get-ErrorOf { Register-IotDevice a1Register $Name $secure -Protocol Https -Endpoint (& $Https) @trust }
        $record.FullyQualifiedErrorId | Should -BeLike 'RegistrationRejected,*'
        $record.CategoryInfo.Category | Should -Be 'AuthenticationError'
        "$record" | Should -Match '6289.*activated already'
        $record.TargetObject | Should -BeExactly "a1Register/$Name"
    }

    It 'names the platform''s reason over HTTPS: <Code>' -ForEach @(
        @{ Code = 6600; Key = 'a1Register'; Name = 'meter-08'; Secret = 'wrong'; Hint = 'product secret' }
        @{ Code = 6250; Key = 'a1Nobody'; Name = 'meter-08'; Secret = 'product secret'; Hint = 'product key' }
        @{ Code = 6100; Key = 'a1Register'; Name = 'nobody'; Secret = 'product secret'; Hint = 'console' }
    ) {
        $record = Get-ErrorOf { Register-IotDevice $Key $Name $Secret -Protocol Https @way }
        $record.FullyQualifiedErrorId | Should -BeLike 'RegistrationRejected,*'
        "$record" | Should -Match "$Code"
        $record.ErrorDetails.RecommendedAction | Should -Match $Hint
    }

    It 'is refused over MQTT with a wrong product secret, and shows it not' {
        $record = Get-ErrorOf { Register-IotDevice a1Register meter-08 'wr0ng-one' @way }
        $record.FullyQualifiedErrorId | Should -BeLike 'RegistrationRejected,*'
        "$record" | Should -Match 'CONNACK 4'
        $record.ErrorDetails.RecommendedAction | Should -Match 'product secret.*-Protocol Https'
        $record | Format-List * -Force | Out-String | Should -Not -Match 'wr0ng-one'
    }

    It 'goes on with the others where one is rejected, in their order' {
        $rows = 'meter-08', 'nobody', 'meter-09' | ForEach-Object { [pscustomobject]@{ ProductKey = 'a1Register'; DeviceName = $_ } }
        $out = $rows | Register-IotDevice -ProductSecret $secure @way 2>&1
        "$($out[0])", "$($out[2])" | Should -Be 'a1Register/meter-08', 'a1Register/meter-09'
        $out[1].FullyQualifiedErrorId | Should -BeLike 'RegistrationRejected,*'
    }

    It 'takes the product''s secret from a column, and says where there is none' {
        $row = [pscustomobject]@{ ProductKey = 'a1Register'; DeviceName = 'meter-09'; ProductSecret = $productSecret }
        ($row | Register-IotDevice @way).DeviceName | Should -BeExactly 'meter-09'
        $row.PSObject.Properties.Remove('ProductSecret')
        $record = Get-ErrorOf { $row | Register-IotDevice @way }
        $record.FullyQualifiedErrorId | Should -BeLike 'InvalidDeviceSecret,*'
        "$record" | Should -Match 'ProductSecret'
    }

    It 'sends a product''s signature over wss only' {
        Get-ErrorId { Register-IotDevice a1Register meter-09 $secure -Endpoint $emulator.Endpoint } | Should -Be 'InvalidEndpoint'
    }

    It 'changes nothing with -WhatIf' {
        $before = (Get-IotEmulatorEvent meter-09 -Code Registered).Count
        Register-IotDevice a1Register meter-09 $secure @way -WhatIf | Should -BeNullOrEmpty
        (Get-IotEmulatorEvent meter-09 -Code Registered).Count | Should -Be $before
    }

    It 'refuses the certificate of another authority' {
        $foreign = @{ Endpoint = $emulator.SecureEndpoint; TrustedCertificate = New-TestAuthority }
        Get-ErrorId { Register-IotDevice a1Register meter-09 $secure @foreign } | Should -Be 'CertificateRejected'
        Get-ErrorId { Register-IotDevice a1Register meter-09 $secure @foreign -Protocol Https } | Should -Be 'CertificateRejected'
    }

    It 'goes through a proxy over <_>' -Tag 'TinyProxy' -ForEach 'Mqtt', 'Https' {
        $proxy = Start-TestProxy
        try {
            (Register-IotDevice a1Register meter-09 $secure @way -Protocol $_ -Proxy $proxy.Address).DeviceName | Should -Be 'meter-09'
            Get-ProxyTunnelCount $proxy $emulator.SecureEndpoint | Should -Be 1
        }
        finally { Stop-TestProxy $proxy }
    }

    It 'is stored as text with -AsPlainText, and connects later' {
        $file = Join-Path $TestDrive devices.csv
        Register-IotDevice a1Register meter-09 $secure @way -AsPlainText | Export-Csv $file
        $connection = Import-Csv $file | New-IotMqttCredential | Connect-IotMqtt @trust
        $connection.State | Should -Be 'Connected'
        $connection | Disconnect-IotMqtt
    }

    It 'is a table that fits 80 columns' {
        $lines = Register-IotDevice a1Register meter-08 $secure @way | Out-String -Width 80 -Stream | Where-Object { $_.Trim() }
        $lines[0] | Should -Match 'ProductKey\s+DeviceName\s+ClientId\s+Has\s+Endpoint'
        $lines[2] | Should -Match 'a1Register\s+meter-08\s+secret\s+wss://localhost:\d+'
    }
}

Describe 'Register-IotDevice -NoPreRegistration' {
    BeforeAll {
        $emulator = Start-Registry
        $way = @{ Endpoint = $emulator.SecureEndpoint; TrustedCertificate = $emulator.Certificate }
        $trust = @{ TrustedCertificate = $emulator.Certificate }
    }

    AfterAll {
        Disconnect-IotMqtt -All
        Stop-IotEmulator $emulator
    }

    It 'gives a device that nobody knew a token, with which it connects' {
        $device = Register-IotDevice a1Register fresh-01 $secure -NoPreRegistration @way
        $device.DeviceSecret | Should -BeNullOrEmpty
        $device.DeviceToken | Should -BeOfType securestring
        $device.ClientId | Should -Not -BeNullOrEmpty
        $credential = $device | New-IotMqttCredential
        $credential.MqttClientId | Should -BeExactly "$($device.ClientId)|securemode=-2,authType=connwl|"
        $credential.SecureMode, $credential.SignMethod | Should -Be -2, $null
        $connection = $credential | Connect-IotMqtt @trust
        (Invoke-IotRequest thing.event.property.post @{ Level = 1 } -Connection $connection).Code | Should -Be 200
        $connection | Disconnect-IotMqtt
    }

    It 'connects later with a token that was stored as <How>' -ForEach @(
        @{ How = 'XML'; Name = 'fresh-02'; Store = { $args[0] | Export-Clixml $args[1] }; Read = { Import-Clixml $args[0] } }
        @{ How = 'a credential'; Name = 'fresh-03'; Store = { $args[0] | New-IotMqttCredential -AsPlainText | Export-Csv $args[1] }; Read = { Import-Csv $args[0] } }
    ) {
        $file = Join-Path $TestDrive "$Name.stored"
        & $Store (Register-IotDevice a1Register $Name $secure -NoPreRegistration @way) $file
        $stored = & $Read $file
        $credential = $How -eq 'XML' ? ($stored | New-IotMqttCredential) : $stored
        $connection = $credential | Connect-IotMqtt @trust
        $connection.DeviceName | Should -BeExactly $Name
        $connection | Disconnect-IotMqtt
    }

    It 'connects over wss only, and says so' {
        $device = Register-IotDevice a1Register fresh-05 $secure -NoPreRegistration @way
        $record = Get-ErrorOf { $device | New-IotMqttCredential -Endpoint $emulator.Endpoint | Connect-IotMqtt }
        $record.FullyQualifiedErrorId | Should -BeLike 'ClientIdRejected,*'
        "$record" | Should -Match 'over wss only'
    }

    It 'is not for HTTPS' {
        Get-ErrorId { Register-IotDevice a1Register fresh-04 $secure -NoPreRegistration -Protocol Https @way } | Should -Be 'InvalidEndpoint'
    }
}

Describe 'Register-IotDevice and what a platform may answer' {
    BeforeAll {
        $authority = New-TestAuthority
        $certificate = New-TestCertificate $authority -DnsName localhost

        # A platform that lets everybody in and pushes this.
        function Start-Pusher([string] $Topic, [string] $Payload) {
            Start-TestPeer -Argument @($certificate, $Topic, $Payload) -Answer {
                param($stream, $what)
                $tls = [System.Net.Security.SslStream]::new($stream)
                $tls.AuthenticateAsServer($what[0])
                $socket = Complete-Upgrade $tls
                $none = [System.Threading.CancellationToken]::None
                $buffer = [System.ArraySegment[byte]]::new([byte[]]::new(4096))
                $null = $socket.ReceiveAsync($buffer, $none).GetAwaiter().GetResult()
                $topic = [System.Text.Encoding]::UTF8.GetBytes($what[1])
                $payload = [System.Text.Encoding]::UTF8.GetBytes($what[2])
                $rest = 2 + $topic.Count + $payload.Count
                $length = $rest -lt 128 ? @($rest) : @((($rest -band 127) -bor 128), ($rest -shr 7))
                $bytes = [byte[]]((0x20, 2, 0, 0, 0x30) + $length + @(0, $topic.Count) + $topic + $payload)
                $null = $socket.SendAsync([System.ArraySegment[byte]]::new($bytes), 'Binary', $true, $none).GetAwaiter().GetResult()
                do { $read = $socket.ReceiveAsync($buffer, $none).GetAwaiter().GetResult() } until ($read.MessageType -eq 'Close')
            }
        }

        function Register-There($Peer, [hashtable] $More = @{}) {
            Register-IotDevice a1Register meter-01 x -Endpoint "wss://localhost:$($Peer.Port)/" -TrustedCertificate $authority @More
        }
    }

    It 'takes <What> on <Topic>' -ForEach @(
        @{ What = 'a secret'; Topic = '/ext/register'; Payload = '{"productKey":"a1Register","deviceName":"meter-01","deviceSecret":"s3"}' }
        @{ What = 'a token'; Topic = '/ext/register'; Payload = '{"productKey":"a1Register","deviceName":"meter-01","clientId":"c","deviceToken":"s3"}' }
        @{ What = 'a token'; Topic = '/ext/regnwl'; Payload = '{"clientId":"c","deviceToken":"s3"}' }
    ) {
        $peer = Start-Pusher $Topic $Payload
        try {
            $device = Register-There $peer @{ NoPreRegistration = $What -eq 'a token' }
            Get-Text ($device.DeviceSecret ?? $device.DeviceToken) | Should -BeExactly 's3'
        }
        finally { Stop-TestPeer $peer }
    }

    It 'rejects what holds neither' {
        $peer = Start-Pusher '/ext/register' '{"productKey":"a1Register"}'
        try { Get-ErrorId { Register-There $peer } | Should -Be 'RegistrationRejected' }
        finally { Stop-TestPeer $peer }
    }

    It 'waits no longer than it may' {
        $peer = Start-Pusher '/other' '{}'
        try {
            $record = Get-ErrorOf { Register-There $peer @{ TimeoutSeconds = 1 } }
            $record.FullyQualifiedErrorId | Should -BeLike 'RequestTimeout,*'
            "$record" | Should -Match 'within 1 s'
        }
        finally { Stop-TestPeer $peer }
    }
}
