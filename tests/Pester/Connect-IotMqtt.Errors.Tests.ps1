BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Peer.ps1')
    $device = New-TestDevice
    $emulator = Start-IotEmulator -Device $device
    $credential = New-IotMqttCredential @device -Endpoint $emulator.Endpoint

    # What is the same for every failed connect, beside its identifier and its category.
    function Assert-Failure($Record, [string] $Id, [string] $Category) {
        $Record.FullyQualifiedErrorId | Should -Be "$Id,AliyunIotWs.PowerShell.Commands.ConnectIotMqttCommand"
        $Record.CategoryInfo.Category | Should -Be $Category
        $Record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        "$($Record.TargetObject) $($Record.ErrorDetails) $($Record.Exception)" | Should -Not -Match $credential.GetNetworkCredential().Password
        Get-IotMqttConnection | Should -BeNullOrEmpty
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator $emulator
}

Describe 'Connect-IotMqtt when the broker refuses' {
    It 'says AuthenticationRejected for a wrong device secret' {
        $wrong = $device.Clone()
        $wrong.DeviceSecret = 'wrong'
        $record = Get-ErrorOf { Connect-IotMqtt @wrong -Endpoint $emulator.Endpoint }
        Assert-Failure $record 'AuthenticationRejected' 'AuthenticationError'
        $record.TargetObject | Should -Be "$($device.ProductKey)/$($device.DeviceName)"
    }

    It 'says AuthenticationRejected for an unknown device' {
        $unknown = New-TestDevice
        $record = Get-ErrorOf { New-IotMqttCredential @unknown -Endpoint $emulator.Endpoint | Connect-IotMqtt }
        Assert-Failure $record 'AuthenticationRejected' 'AuthenticationError'
    }

    It 'warns of a secure mode that does not fit the endpoint, and says ClientIdRejected' {
        $signedForWss = New-IotMqttCredential @device
        $record = Get-ErrorOf {
            $quietly = @{ WarningVariable = 'script:warnings'; WarningAction = 'SilentlyContinue' }
            $signedForWss | Connect-IotMqtt -Endpoint $emulator.Endpoint @quietly
        }
        Assert-Failure $record 'ClientIdRejected' 'InvalidArgument'
        "$warnings" | Should -BeLike '*signed for another transport than ws*'
    }

    It 'does not warn where the secure mode fits' {
        $null = $credential | Connect-IotMqtt -WarningVariable warnings
        Disconnect-IotMqtt
        $warnings | Should -BeNullOrEmpty
    }

    It 'says <id> for CONNACK <code>' -ForEach @(
        @{ Code = 1; Id = 'ProtocolRejected'; Category = 'ProtocolError' }
        @{ Code = 2; Id = 'ClientIdRejected'; Category = 'InvalidArgument' }
        @{ Code = 3; Id = 'ServerUnavailable'; Category = 'ResourceUnavailable' }
        @{ Code = 4; Id = 'AuthenticationRejected'; Category = 'AuthenticationError' }
        @{ Code = 5; Id = 'NotAuthorized'; Category = 'PermissionDenied' }
        @{ Code = 77; Id = 'ConnectFailed'; Category = 'ConnectionError' }
    ) {
        $peer = Start-TestPeer { param($stream, $code) Send-ConnAck (Complete-Upgrade $stream) $code } $code
        try {
            $record = Get-ErrorOf { $credential | Connect-IotMqtt -Endpoint "ws://127.0.0.1:$($peer.Port)/" -TimeoutSeconds 10 }
            Assert-Failure $record $id $category
            $record.Exception.Message | Should -Match "\b$code\b"
        }
        finally {
            Stop-TestPeer $peer
        }
    }
}

Describe 'Connect-IotMqtt when there is no broker' {
    It 'says ConnectFailed on a port where nobody listens' {
        $deaf = New-DeafSocket
        try {
            $record = Get-ErrorOf { $credential | Connect-IotMqtt -Endpoint "ws://$($deaf.LocalEndPoint)/" }
            Assert-Failure $record 'ConnectFailed' 'ConnectionError'
            $record.Exception.Message | Should -Match 'ConnectionRefused'
        }
        finally {
            $deaf.Dispose()
        }
    }

    It 'says ConnectFailed for a host that does not exist, and what to check' {
        $record = Get-ErrorOf { $credential | Connect-IotMqtt -Endpoint 'ws://no-such-host.invalid/' }
        Assert-Failure $record 'ConnectFailed' 'ConnectionError'
        $record.ErrorDetails.RecommendedAction | Should -Match 'how the endpoint is written'
    }

    It 'says ConnectFailed with the status when a web server answers' {
        $peer = Start-TestPeer {
            param($stream)
            $null = Read-Request $stream
            Write-Text $stream "HTTP/1.1 404 Not Found`r`nContent-Length: 0`r`nConnection: close`r`n`r`n"
        }
        try {
            $record = Get-ErrorOf { $credential | Connect-IotMqtt -Endpoint "ws://127.0.0.1:$($peer.Port)/" }
            Assert-Failure $record 'ConnectFailed' 'ConnectionError'
            $record.Exception.Message | Should -Match '404'
            $record.ErrorDetails.RecommendedAction | Should -Match 'path'
        }
        finally {
            Stop-TestPeer $peer
        }
    }

    It 'says ConnectFailed when the peer hangs up in place of a CONNACK' {
        $peer = Start-TestPeer { param($stream) $null = Complete-Upgrade $stream }
        try {
            $record = Get-ErrorOf { $credential | Connect-IotMqtt -Endpoint "ws://127.0.0.1:$($peer.Port)/" }
            Assert-Failure $record 'ConnectFailed' 'ConnectionError'
        }
        finally {
            Stop-TestPeer $peer
        }
    }

    It 'says ConnectFailed when TLS meets a port that speaks none' {
        $peer = Start-TestPeer { param($stream) $null = $stream.ReadByte(); Write-Text $stream 'What is that?' }
        try {
            $record = Get-ErrorOf { Connect-IotMqtt @device -Endpoint "wss://127.0.0.1:$($peer.Port)/" }
            Assert-Failure $record 'ConnectFailed' 'ConnectionError'
            $record.ErrorDetails.RecommendedAction | Should -Match 'ws://'
        }
        finally {
            Stop-TestPeer $peer
        }
    }

    It 'says ConnectTimeout, and where it stood, when <what>' -ForEach @(
        @{ What = 'the peer never answers'; Answer = $null; Stage = 'WebSocket' }
        @{ What = 'the broker never answers CONNECT'; Stage = 'CONNACK'
            Answer = { param($stream) $null = Complete-Upgrade $stream; while ($stream.ReadByte() -ge 0) { } }
        }
    ) {
        $peer = Start-TestPeer $answer
        try {
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $record = Get-ErrorOf { $credential | Connect-IotMqtt -Endpoint "ws://127.0.0.1:$($peer.Port)/" -TimeoutSeconds 1 }
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 3
            Assert-Failure $record 'ConnectTimeout' 'OperationTimeout'
            $record.Exception.Message | Should -Match $stage
        }
        finally {
            Stop-TestPeer $peer
        }
    }
}

Describe 'Connect-IotMqtt when the input is wrong' {
    It 'says <id> for <what>' -ForEach @(
        @{ What = 'an endpoint of another scheme'; Id = 'InvalidEndpoint'; Change = @{ Endpoint = 'http://127.0.0.1/' } }
        @{ What = 'an endpoint with a password'; Id = 'InvalidEndpoint'; Change = @{ Endpoint = 'ws://user:pw@127.0.0.1/' } }
        @{ What = 'a product key with a space'; Id = 'InvalidProductKey'; Change = @{ ProductKey = 'a1 ' } }
        @{ What = 'an empty device name'; Id = 'InvalidDeviceName'; Change = @{ DeviceName = '' } }
        @{ What = 'an empty device secret'; Id = 'InvalidDeviceSecret'; Change = @{ DeviceSecret = '' } }
        @{ What = 'a client id with a bar'; Id = 'InvalidClientId'; Change = @{ ClientId = 'a|b' } }
        @{ What = 'a client id of 65 characters'; Id = 'InvalidClientId'; Change = @{ ClientId = 'x' * 65 } }
    ) {
        $given = @{ Endpoint = "$($emulator.Endpoint)" } + $device
        foreach ($name in $change.Keys) { $given[$name] = $change[$name] }
        Assert-Failure (Get-ErrorOf { Connect-IotMqtt @given }) $id 'InvalidArgument'
    }

    It 'shows no password of a stored credential that <what>' -ForEach @(
        @{ What = 'is no argument'; Change = @{}; Call = { Connect-IotMqtt $row } }
        @{ What = 'lacks its user name'; Change = @{ MqttUsername = '' }; Call = { $row | Connect-IotMqtt } }
        @{ What = 'has two client ids'; Change = @{ MqttClientId = @(1, 2) }; Call = { Connect-IotMqtt $row } }
        @{ What = 'comes to another device'; Change = @{}; Call = { $row | Connect-IotMqtt @device } }
    ) {
        $stored = [ordered]@{}
        foreach ($name in 'MqttClientId', 'MqttUsername') { $stored[$name] = $credential.$name }
        $stored.MqttPassword = $credential.GetNetworkCredential().Password
        $stored.Endpoint = "$($credential.Endpoint)"
        foreach ($name in $change.Keys) { $stored[$name] = $change[$name] }
        $row = [pscustomobject]$stored
        $record = Get-ErrorOf $call
        "$($record | Out-String) $($record.Exception)" | Should -Not -Match $credential.GetNetworkCredential().Password
        Get-IotMqttConnection | Should -BeNullOrEmpty
    }

    It 'says that the row of a device is signed first, as <what>' -ForEach @(
        @{ What = 'an object'; Make = { [pscustomobject]$device } }
        @{ What = 'a hashtable'; Make = { $device } }
    ) {
        $row = & $make
        $record = Get-ErrorOf { $row | Connect-IotMqtt -Endpoint $emulator.Endpoint }
        "$record" | Should -Match 'signed first.+New-IotMqttCredential'
        "$($record | Out-String) $($record.Exception)" | Should -Not -Match $device.DeviceSecret
    }

    It 'says what to store where <what>' -ForEach @(
        @{ What = 'the JSON of a credential has no password'; Read = { $credential | ConvertTo-Json | ConvertFrom-Json } }
        @{ What = 'the CSV of a credential has no password'; Read = { $credential | ConvertTo-Csv | ConvertFrom-Csv } }
    ) {
        $row = & $read
        $record = Get-ErrorOf { $row | Connect-IotMqtt }
        "$record $($record.ErrorDetails.RecommendedAction)" | Should -Match 'no password.*-AsPlainText'
        Get-IotEmulatorEvent -Code Refused -Emulator $emulator | Where-Object Message -Match 'SecureString' |
            Should -BeNullOrEmpty
    }

    It 'says <id> for <what> that no packet carries' -ForEach @(
        @{ What = 'a client id of 70,000 characters'; Id = 'InvalidClientId'; Change = @{ MqttClientId = 'x' * 70000 } }
        @{ What = 'a client id with U+0000'; Id = 'InvalidClientId'; Change = @{ MqttClientId = "a`0b" } }
        @{ What = 'a user name of 70,000 characters'; Id = 'InvalidCredential'; Change = @{ MqttUsername = 'x' * 70000 } }
        @{ What = 'a password of 120,000 characters'; Id = 'InvalidCredential'; Change = @{ MqttPassword = 'x' * 120000 } }
        @{ What = 'a password with half of a surrogate pair'; Id = 'InvalidCredential'; Change = @{ MqttPassword = "p$([char]0xD800)" } }
    ) {
        $given = @{ MqttClientId = 'id'; MqttUsername = 'name'; MqttPassword = 'password'; Endpoint = "$($emulator.Endpoint)" }
        foreach ($name in $change.Keys) { $given[$name] = $change[$name] }
        Assert-Failure (Get-ErrorOf { Connect-IotMqtt @given }) $id 'InvalidArgument'
    }

    It 'takes a keep-alive from 30 to 1200 seconds only' {
        Get-ErrorId { $credential | Connect-IotMqtt -KeepAliveSeconds 29 } | Should -Be 'ParameterArgumentValidationError'
        Get-ErrorId { $credential | Connect-IotMqtt -KeepAliveSeconds 1201 } | Should -Be 'ParameterArgumentValidationError'
    }
}
