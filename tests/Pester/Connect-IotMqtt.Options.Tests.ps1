BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Mosquitto.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Peer.ps1')
    $device, $other = New-TestDevice -Count 2
    $emulator = Start-IotEmulator -Device $device, $other
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'Connect-IotMqtt -Header' {
    It 'sends headers with the request for the WebSocket' {
        $path = Join-Path $TestDrive request.txt
        $peer = Start-TestPeer -Argument $path -Answer {
            param($stream, $path)
            Set-Content $path (Read-Request $stream)
            Write-Text $stream "HTTP/1.1 403 Forbidden`r`nContent-Length: 0`r`n`r`n"
        }
        try {
            $token = ConvertTo-SecureString 'Bearer abc' -AsPlainText -Force
            $record = Get-ErrorOf {
                Connect-IotMqtt @device -Endpoint "ws://127.0.0.1:$($peer.Port)/" -Header @{ Authorization = $token; 'X-Room' = 7 }
            }
            "$record" | Should -Match 'HTTP 403'
            $request = Get-Content $path -Raw
            $request | Should -Match '(?m)^Authorization: Bearer abc\r?$'
            $request | Should -Match '(?m)^X-Room: 7\r?$'
            $request | Should -Match '(?m)^Sec-WebSocket-Protocol: mqtt\r?$'
        }
        finally { Stop-TestPeer $peer }
    }

    It 'sends them where TLS and the emulator are' {
        $way = @{ Endpoint = $emulator.SecureEndpoint; TrustedCertificate = $emulator.Certificate }
        (Connect-IotMqtt @device @way -Header @{ 'X-Room' = 'hall' }).State | Should -Be 'Connected'
        Disconnect-IotMqtt -All
    }

    It 'refuses <Name>, and says why' -ForEach @(
        @{ Name = 'Host'; Value = 'x'; Why = 'handshake' }
        @{ Name = 'upgrade'; Value = 'x'; Why = 'handshake' }
        @{ Name = 'Sec-WebSocket-Key'; Value = 'x'; Why = 'handshake' }
        @{ Name = 'X Y'; Value = 'x'; Why = 'name of a header' }
        @{ Name = 'X-Room'; Value = "a`r`nEvil: b"; Why = 'can not carry' }
    ) {
        $record = Get-ErrorOf { Connect-IotMqtt @device -Endpoint $emulator.Endpoint -Header @{ $Name = $Value } }
        $record.FullyQualifiedErrorId | Should -BeLike 'InvalidHeader,*'
        "$record" | Should -Match $Why
        "$record" | Should -Not -Match 'Evil'
    }
}

Describe 'Connect-IotMqtt -Anonymous' -Tag 'Mosquitto' {
    AfterEach { Disconnect-IotMqtt -All }

    It 'connects to a broker that allows it' {
        $broker = Start-TestBroker
        try {
            $connection = Connect-IotMqtt -Anonymous -Endpoint $broker.Endpoint
            $connection.State, $connection.Name | Should -Be 'Connected', 'anonymous@127.0.0.1'
            $null = Register-IotSubscription 'room/+'
            'on' | Send-IotMessage 'room/lamp'
            (Receive-IotMessage -Count 1 -TimeoutSeconds 10).Payload | Should -BeExactly 'on'
            $null = Connect-IotMqtt -Anonymous -Endpoint $broker.Endpoint -MqttClientId station-7 -Name seven
            (Get-IotMqttConnection).Count | Should -Be 2
        }
        finally { Stop-TestBroker $broker }
    }

    It 'says that it was refused where it is not allowed' {
        $broker = Start-TestBroker -User @{ me = 'secret' }
        try {
            $record = Get-ErrorOf { Connect-IotMqtt -Anonymous -Endpoint $broker.Endpoint }
            $record.FullyQualifiedErrorId | Should -BeLike 'NotAuthorized,*'
            "$record" | Should -Match 'an anonymous client'
        }
        finally { Stop-TestBroker $broker }
    }

    It 'is refused by the emulator, as by the platform' {
        Get-ErrorId { Connect-IotMqtt -Anonymous -Endpoint $emulator.Endpoint } | Should -BeIn 'AuthenticationRejected', 'ClientIdRejected'
    }
}

Describe 'Select-IotMqttConnection' {
    BeforeAll {
        $first = Connect-IotMqtt @device -Endpoint $emulator.Endpoint -Name first
        $second = Connect-IotMqtt @other -Endpoint $emulator.Endpoint -Name second
    }

    AfterAll { Disconnect-IotMqtt -All }

    It 'makes a connection the default, by <How>' -ForEach @(
        @{ How = 'its name'; Select = { Select-IotMqttConnection first } }
        @{ How = 'the object'; Select = { Select-IotMqttConnection $first } }
        @{ How = 'the pipeline'; Select = { Get-IotMqttConnection first | Select-IotMqttConnection } }
    ) {
        Select-IotMqttConnection second
        (Get-IotMqttConnection -Default).Name | Should -BeExactly 'second'
        & $Select | Should -BeNullOrEmpty
        (Get-IotMqttConnection -Default).Name | Should -BeExactly 'first'
        'x' | Send-IotMessage '/{ProductKey}/{DeviceName}/user/update'
        (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10).DeviceName | Should -BeExactly $device.DeviceName
    }

    It 'emits it with -PassThru' {
        Select-IotMqttConnection second -PassThru | Should -Be $second
    }

    It 'completes names' {
        (TabExpansion2 'Select-IotMqttConnection f' 26).CompletionMatches.CompletionText | Should -Be 'first'
    }

    It 'refuses one that is closed' {
        $third = Connect-IotMqtt @other -Endpoint $emulator.Endpoint -Name third -WarningAction Ignore
        $third | Disconnect-IotMqtt
        Get-ErrorId { Select-IotMqttConnection $third } | Should -Be 'ConnectionNotFound'
    }
}
