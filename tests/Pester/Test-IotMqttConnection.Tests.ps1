BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Certificates.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Mosquitto.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Peer.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Proxy.ps1')
    $device = New-TestDevice
    $emulator = Start-IotEmulator -Device $device
    $plain = New-IotMqttCredential @device -Endpoint $emulator.Endpoint
    $secure = New-IotMqttCredential @device -Endpoint $emulator.SecureEndpoint
    $all = 'Name', 'Tcp', 'Proxy', 'Tls', 'WebSocket', 'Connack', 'Subscribe', 'Publish'

    function New-TestLogin([string] $Password) {
        [pscredential]::new('operator', (ConvertTo-SecureString $Password -AsPlainText -Force))
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'Test-IotMqttConnection of a connection that works' {
    It 'emits a row for each stage, over ws' {
        $rows = $plain | Test-IotMqttConnection
        $rows | Should -BeOfType AliyunIotWs.IotConnectionTest
        $rows.Stage | Should -Be $all
        $rows.Result | Should -Be 'Skipped', 'Passed', 'Skipped', 'Skipped', 'Passed', 'Passed', 'Passed', 'Passed'
        $rows | Where-Object Remedy | Should -BeNullOrEmpty
        $rows[1].Finding | Should -Match '127\.0\.0\.1:\d+$'
        ($rows | Measure-Object ElapsedMilliseconds -Sum).Sum | Should -BeGreaterThan 0
    }

    It 'shows version, chain and expiry of TLS, over wss' {
        $rows = $secure | Test-IotMqttConnection -TrustedCertificate $emulator.Certificate
        $rows.Result | Should -Be 'Passed', 'Passed', 'Skipped', 'Passed', 'Passed', 'Passed', 'Passed', 'Passed'
        $rows[3].Finding | Should -Match '^TLS 1\.[23], localhost < AliyunIotWs emulator \w+; expires \d{4}-\d\d-\d\d$'
    }

    It 'says that the certificate was not checked' {
        ($secure | Test-IotMqttConnection -SkipCertificateCheck)[3].Finding | Should -Match 'not checked$'
    }

    It 'goes through a proxy, with <_>' -Tag 'TinyProxy' -ForEach 'ws', 'wss' {
        $proxy = Start-TestProxy -User operator -Password letmein
        try {
            $credential = $_ -eq 'ws' ? $plain : $secure
            $way = @{ Proxy = $proxy.Address; ProxyCredential = New-TestLogin letmein; TrustedCertificate = $emulator.Certificate }
            $rows = $credential | Test-IotMqttConnection @way
            $rows.Stage | Should -Be $all
            "$($rows[2].Result)", $rows[2].Finding | Should -Be 'Passed', "$($proxy.Address.Authority) opened a tunnel"
            "$($rows[7].Result)" | Should -Be 'Passed'
        }
        finally { Stop-TestProxy $proxy }
    }

    It 'emits true with -Quiet, and the stages with -Verbose' {
        $plain | Test-IotMqttConnection -Quiet | Should -BeTrue
        $lines = $plain | Test-IotMqttConnection -Quiet -Verbose 4>&1
        $lines[-2].Message | Should -BeLike 'Publish: Passed*'
    }

    It 'tries several, and leaves no connection behind' {
        $rows = $plain, $secure | Test-IotMqttConnection -SkipCertificateCheck
        $rows.Count | Should -Be 16
        Get-IotMqttConnection | Should -BeNullOrEmpty
        Wait-Until { (Get-IotEmulatorDevice $device.DeviceName).Online -eq $false } | Should -BeTrue
    }

    It 'leaves with the broker what waits for the device, and no subscription that was not there' {
        $waiting = New-TestDevice
        $box = Start-IotEmulator -Device $waiting
        try {
            $login = New-IotMqttCredential @waiting -Endpoint $box.Endpoint
            $login | Test-IotMqttConnection -Quiet | Should -BeTrue
            $null = $login | Connect-IotMqtt
            (Get-IotEmulatorDevice $waiting.DeviceName -Emulator $box).Subscriptions | Should -BeNullOrEmpty
            $null = Register-IotSubscription '/{ProductKey}/{DeviceName}/user/get'
            Disconnect-IotMqtt
            Send-IotEmulatorMessage "/$($waiting.ProductKey)/$($waiting.DeviceName)/user/get" 'kept' -Emulator $box
            $login | Test-IotMqttConnection -Quiet | Should -BeTrue
            $null = $login | Connect-IotMqtt
            (Receive-IotMessage -Count 1 -TimeoutSeconds 10).Payload | Should -BeExactly 'kept'
        }
        finally {
            Disconnect-IotMqtt -All
            Stop-IotEmulator $box
        }
    }

    It 'tries a broker that is not the platform, without a login' -Tag 'Mosquitto' {
        $broker = Start-TestBroker
        try {
            $rows = Test-IotMqttConnection -Anonymous -Endpoint $broker.Endpoint
            $rows.Stage | Should -Be $all
            "$($rows[7].Result)" | Should -Be 'Passed'
        }
        finally { Stop-TestBroker $broker }
    }

    It 'is a table that fits 80 columns and cuts nothing off' {
        $text = $plain | Test-IotMqttConnection | Out-String -Width 80
        $text | Should -Match 'Stage\s+Result\s+Elapsed \(ms\)\s+Finding'
        $text | Should -Not -Match '…'
        ($text -split '\r?\n' | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
    }
}

Describe 'Test-IotMqttConnection of a device that is connected' {
    BeforeAll { $running = $plain | Connect-IotMqtt }
    AfterAll { Disconnect-IotMqtt -All }

    It 'stops before CONNECT, and throws nothing off' {
        $rows = $plain | Test-IotMqttConnection
        $rows.Stage | Should -Be 'Name', 'Tcp', 'Proxy', 'Tls', 'WebSocket', 'Connack'
        "$($rows[-1].Result)" | Should -Be 'Stopped'
        $rows[-1].Finding | Should -Match $device.DeviceName
        $rows[-1].Remedy | Should -Match '-Force'
        $plain | Test-IotMqttConnection -Quiet | Should -BeFalse
        $running.State, $running.Reconnects | Should -Be 'Connected', 0
    }

    It 'sees the connection of another runspace' {
        $row = Start-ThreadJob {
            Import-Module $using:ModuleManifest
            $using:plain | Test-IotMqttConnection | Select-Object -Last 1
        } | Receive-Job -Wait -AutoRemoveJob
        "$($row.Result)" | Should -Be 'Stopped'
    }

    It 'tries out the way of a connection, by <How>' -ForEach @(
        @{ How = 'the pipeline'; Test = { $running | Test-IotMqttConnection } }
        @{ How = 'its name'; Test = { Test-IotMqttConnection -Connection $running.Name } }
    ) {
        $rows = & $Test
        $rows.Name | Select-Object -Unique | Should -Be $running.Name
        "$($rows[4].Result)", "$($rows[-1].Result)" | Should -Be 'Passed', 'Stopped'
        $running.Reconnects | Should -Be 0
    }

    It 'tries another way than that of the connection where one is given' {
        $rows = $running | Test-IotMqttConnection -Proxy "http://127.0.0.1:$(Get-FreePort)/"
        "$($rows[-1].Stage)", "$($rows[-1].Result)" | Should -Be 'Tcp', 'Failed'
    }

    It 'connects with -Force' {
        $plain | Test-IotMqttConnection -Force -Quiet | Should -BeTrue
        Wait-Until { $running.Reconnects -ge 1 } | Should -BeTrue
    }
}

Describe 'Test-IotMqttConnection of a broken set-up' {
    BeforeAll {
        # The last row: the stage that failed.
        function Get-Failure([scriptblock] $Test) {
            $rows = @(& $Test)
            "$($rows[-1].Result)" | Should -Be 'Failed'
            $rows[-1].Remedy | Should -Not -BeNullOrEmpty
            $rows | Select-Object -SkipLast 1 | Where-Object Result -NotIn 'Passed', 'Skipped' | Should -BeNullOrEmpty
            $rows.Stage | Should -Be ($all | Select-Object -First $rows.Count)
            $rows[-1]
        }
    }

    It 'names a name that nobody knows' {
        $row = Get-Failure { Test-IotMqttConnection @device -Endpoint 'wss://nowhere.invalid/' }
        "$($row.Stage)" | Should -Be 'Name'
        $row.Finding | Should -Match 'nowhere\.invalid'
    }

    It 'names the region where the platform''s host is not known' {
        $row = Get-Failure { Test-IotMqttConnection @device -Region 'xx-nowhere-1' }
        "$($row.Stage)" | Should -Be 'Name'
        $row.Remedy | Should -Match 'region'
    }

    It 'names a port where nobody listens' {
        $row = Get-Failure { Test-IotMqttConnection @device -Endpoint "ws://127.0.0.1:$(Get-FreePort)/" }
        "$($row.Stage)" | Should -Be 'Tcp'
        $row.Remedy | Should -Match 'port'
    }

    It 'names a proxy that wants another login' -Tag 'TinyProxy' {
        $proxy = Start-TestProxy -User operator -Password letmein
        try {
            $row = Get-Failure { $secure | Test-IotMqttConnection -Proxy $proxy.Address -ProxyCredential (New-TestLogin wrong) }
            "$($row.Stage)" | Should -Be 'Proxy'
            $row.Finding | Should -Match '40[17]'
            $row.Remedy | Should -Match '-ProxyCredential'
            "$row" | Should -Not -Match 'wrong'
        }
        finally { Stop-TestProxy $proxy }
    }

    It 'names the certificate of a foreign authority' {
        $row = Get-Failure { $secure | Test-IotMqttConnection -TrustedCertificate (New-TestAuthority) }
        "$($row.Stage)" | Should -Be 'Tls'
        $row.Finding | Should -Match 'not trusted'
        $row.Remedy | Should -Match '-TrustedCertificate'
    }

    It 'names a certificate that has expired' {
        $authority = New-TestAuthority
        $key = New-TestKey
        $request = New-TestCertificateRequest -Subject 'CN=late' -Key $key
        $request.CertificateExtensions.Add((New-TestHostName 'localhost'))
        $now = [System.DateTimeOffset]::UtcNow
        $signed = $request.Create($authority, $authority.NotBefore, $now.AddHours(-1), [byte[]](1..8))
        $late = [System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions]::CopyWithPrivateKey($signed, $key)
        $peer = Start-TestPeer -Argument $late -Answer {
            param($stream, $certificate)
            [System.Net.Security.SslStream]::new($stream).AuthenticateAsServer($certificate)
        }
        try {
            $row = Get-Failure {
                Test-IotMqttConnection @device -Endpoint "wss://localhost:$($peer.Port)/" -TrustedCertificate $authority
            }
            "$($row.Stage)" | Should -Be 'Tls'
            $row.Finding | Should -Match 'expired on \d{4}-'
            $row.Remedy | Should -Match 'clock'
        }
        finally { Stop-TestPeer $peer }
    }

    It 'names a port that speaks no WebSocket' {
        $peer = Start-TestPeer {
            param($stream)
            $null = Read-Request $stream
            Write-Text $stream "HTTP/1.1 404 Not Found`r`nContent-Length: 0`r`n`r`n"
        }
        try {
            $row = Get-Failure { Test-IotMqttConnection @device -Endpoint "ws://127.0.0.1:$($peer.Port)/" }
            "$($row.Stage)" | Should -Be 'WebSocket'
            $row.Finding | Should -Match '404'
            $row.Remedy | Should -Match '/mqtt'
        }
        finally { Stop-TestPeer $peer }
    }

    It 'names the secure mode of a credential for the other transport' {
        $row = Get-Failure { $secure | Test-IotMqttConnection -Endpoint $emulator.Endpoint }
        "$($row.Stage)" | Should -Be 'Connack'
        $row.Finding | Should -Match 'secure mode'
        $row.Remedy | Should -Match '-Transport ws'
    }

    It 'names the keep-alive that the platform does not take' {
        $row = Get-Failure { $plain | Test-IotMqttConnection -KeepAliveSeconds 15 }
        "$($row.Stage)" | Should -Be 'Connack'
        $row.Finding | Should -Match 'keep-alive is 15 s'
    }

    It 'names the secret, and never shows one' {
        $wrong = $device.Clone()
        $wrong.DeviceSecret = 'not-the-secret'
        $row = Get-Failure { Test-IotMqttConnection @wrong -Endpoint $emulator.Endpoint }
        "$($row.Stage)" | Should -Be 'Connack'
        $row.Finding | Should -Match 'refused the credential'
        $row.Remedy | Should -Match 'device secret'
        $row | Format-List * | Out-String | Should -Not -Match 'not-the-secret'
    }

    It 'names the region or instance that does not know the device' {
        $stranger = New-TestDevice
        $row = Get-Failure { Test-IotMqttConnection @stranger -Endpoint $emulator.Endpoint }
        "$($row.Stage)" | Should -Be 'Connack'
        $row.Remedy | Should -Match 'region or instance'
    }

    It 'names the missing right to subscribe' {
        $row = Get-Failure { $plain | Test-IotMqttConnection -SubscribeTopic '/{ProductKey}/{DeviceName}/user/none' }
        "$($row.Stage)" | Should -Be 'Subscribe'
        $row.Finding | Should -Match '/user/none'
    }

    It 'names the missing right to publish' {
        $row = Get-Failure { $plain | Test-IotMqttConnection -PublishTopic '/{ProductKey}/{DeviceName}/user/none' -TimeoutSeconds 1 }
        "$($row.Stage)" | Should -Be 'Publish'
        $row.Finding | Should -Match 'no PUBACK.*/user/none'
    }

    It 'tries once, and ends in time where nobody answers' {
        $peer = Start-TestPeer
        try {
            $row = Get-Failure { Test-IotMqttConnection @device -Endpoint "ws://127.0.0.1:$($peer.Port)/" -TimeoutSeconds 1 }
            "$($row.Stage)" | Should -Be 'WebSocket'
            $row.Finding | Should -Match 'within 1 s'
        }
        finally { Stop-TestPeer $peer }
    }

    It 'says why a connection has ended' {
        $box = Start-IotEmulator -Device $device
        try {
            $lost = Connect-IotMqtt @device -Endpoint $box.Endpoint
            Set-IotEmulatorFault -RefuseConnect 4 -Emulator $box
            Disconnect-IotEmulatorDevice $device.DeviceName -Emulator $box
            Wait-Until { $lost.State -eq 'Faulted' } | Should -BeTrue
            $row = Get-Failure { $lost | Test-IotMqttConnection }
            "$($row.Stage)" | Should -Be 'Connack'
        }
        finally {
            Disconnect-IotMqtt -All
            Stop-IotEmulator $box
        }
    }

    It 'ends on Ctrl+C within a second' {
        $peer = Start-TestPeer
        $port = $peer.Port
        $job = Start-ThreadJob {
            Import-Module $using:ModuleManifest
            $device = $using:device
            Test-IotMqttConnection @device -Endpoint "ws://127.0.0.1:$using:port/" -TimeoutSeconds 600
        }
        try {
            Wait-Until { $peer.Listener.Pending() } | Should -BeTrue
            (Measure-Command { Stop-Job $job }).TotalSeconds | Should -BeLessThan 1
        }
        finally {
            Remove-Job $job -Force
            Stop-TestPeer $peer
        }
    }

    It 'refuses an endpoint that is none, as an error' {
        Get-ErrorId { Test-IotMqttConnection @device -Endpoint 'http://x/' } | Should -Be 'InvalidEndpoint'
        $plain.MqttClientId | ForEach-Object { Test-IotMqttConnection @device -Endpoint $emulator.Endpoint -Quiet } | Should -BeTrue
    }
}
