BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Certificates.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Peer.ps1')
    $device = New-TestDevice
    $emulator = Start-IotEmulator -Device $device
    $credential = New-IotMqttCredential @device -Endpoint $emulator.SecureEndpoint
    $authority = New-TestAuthority

    # A TLS server that greets every MQTT client. It wants a client certificate where an authority for those is given.
    function Start-TlsPeer($Certificate, $ClientAuthority) {
        Start-TestPeer -Argument @($Certificate, $ClientAuthority) -Answer {
            param($stream, $certificates)
            $options = [System.Net.Security.SslServerAuthenticationOptions]::new()
            $options.ServerCertificate = $certificates[0]
            $options.CertificateRevocationCheckMode = 'NoCheck'
            if ($certificates[1]) {
                $options.ClientCertificateRequired = $true
                $options.CertificateChainPolicy = [System.Security.Cryptography.X509Certificates.X509ChainPolicy]::new()
                $options.CertificateChainPolicy.TrustMode = 'CustomRootTrust'
                $options.CertificateChainPolicy.RevocationMode = 'NoCheck'
                $null = $options.CertificateChainPolicy.CustomTrustStore.Add($certificates[1])
            }
            $tls = [System.Net.Security.SslStream]::new($stream)
            $tls.AuthenticateAsServer($options)
            Send-ConnAck (Complete-Upgrade $tls) 0
        }
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator $emulator
}

Describe 'Connect-IotMqtt -TrustedCertificate' {
    AfterEach { Disconnect-IotMqtt -All }

    It 'connects where the authority is given as an object' {
        ($credential | Connect-IotMqtt -TrustedCertificate $emulator.Certificate).State | Should -Be 'Connected'
        'over TLS' | Send-IotMessage -Topic '/{ProductKey}/{DeviceName}/user/update'
        (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10).Payload | Should -Be 'over TLS'
    }

    It 'connects where the authority is given as the path of a <_> file' -ForEach 'pem', 'cer' {
        $path = Export-TestCertificate $emulator.Certificate (Join-Path $TestDrive "authority.$_")
        ($credential | Connect-IotMqtt -TrustedCertificate $path).State | Should -Be 'Connected'
    }

    It 'connects where it is the second of a PEM file with two' {
        Set-Content -Path 'TestDrive:\both.pem' -Value @(
            $authority.ExportCertificatePem(), $emulator.Certificate.ExportCertificatePem())
        ($credential | Connect-IotMqtt -TrustedCertificate 'TestDrive:\both.pem').State | Should -Be 'Connected'
    }

    It 'connects where it is one of an array' {
        ($credential | Connect-IotMqtt -TrustedCertificate @($authority, $emulator.Certificate)).State | Should -Be 'Connected'
    }

    It 'says CertificateRejected where the authority is <what>' -ForEach @(
        @{ What = 'in no store'; Given = @{} }
        @{ What = 'not the one that was given'; Given = @{ TrustedCertificate = 'other' } }
    ) {
        if ($given.Count) { $given = @{ TrustedCertificate = $authority } }
        $record = Get-ErrorOf { $credential | Connect-IotMqtt @given }
        $record.FullyQualifiedErrorId | Should -BeLike 'CertificateRejected,*'
        $record.CategoryInfo.Category | Should -Be 'SecurityError'
        $record.Exception.Message | Should -Match 'CN=localhost'
        $record.ErrorDetails.RecommendedAction | Should -Match '-TrustedCertificate'
    }

    It 'refuses a file that holds no certificate' {
        Set-Content -Path 'TestDrive:\text.pem' -Value 'no certificate'
        Get-ErrorId { $credential | Connect-IotMqtt -TrustedCertificate 'TestDrive:\text.pem' } |
            Should -Be 'ParameterArgumentTransformationError'
        Get-ErrorId { $credential | Connect-IotMqtt -TrustedCertificate 'TestDrive:\missing.pem' } |
            Should -Be 'ParameterArgumentTransformationError'
    }
}

Describe 'Connect-IotMqtt to a server for localhost' {
    BeforeAll {
        $peer = Start-TlsPeer (New-TestCertificate -Authority $authority -DnsName 'localhost' -Subject 'CN=named')
        $byName = "wss://localhost:$($peer.Port)/"
        $byAddress = "wss://127.0.0.1:$($peer.Port)/"
    }

    AfterAll { Stop-TestPeer $peer }
    AfterEach { Disconnect-IotMqtt -All }

    It 'connects by the name that the certificate is for' {
        ($credential | Connect-IotMqtt -Endpoint $byName -TrustedCertificate $authority).State | Should -Be 'Connected'
    }

    It 'says CertificateRejected by another name, although the authority is right' {
        $record = Get-ErrorOf { $credential | Connect-IotMqtt -Endpoint $byAddress -TrustedCertificate $authority }
        $record.FullyQualifiedErrorId | Should -BeLike 'CertificateRejected,*'
        $record.CategoryInfo.Category | Should -Be 'SecurityError'
        $record.Exception.Message | Should -Match 'another host name'
        $record.ErrorDetails.RecommendedAction | Should -Match 'host name'
    }

    It 'connects by any name with -SkipCertificateCheck' {
        ($credential | Connect-IotMqtt -Endpoint $byAddress -SkipCertificateCheck).State | Should -Be 'Connected'
    }
}

Describe 'Connect-IotMqtt to a server with an expired certificate' {
    It 'says CertificateRejected' {
        $request = New-TestCertificateRequest -Subject 'CN=localhost' -Key (New-TestKey)
        $request.CertificateExtensions.Add((New-TestHostName 'localhost'))
        $now = [System.DateTimeOffset]::UtcNow
        $expired = $request.CreateSelfSigned($now.AddDays(-9), $now.AddDays(-1))
        $peer = Start-TlsPeer $expired
        try {
            $record = Get-ErrorOf {
                $credential | Connect-IotMqtt -Endpoint "wss://localhost:$($peer.Port)/" -TrustedCertificate $expired
            }
            $record.FullyQualifiedErrorId | Should -BeLike 'CertificateRejected,*'
            $record.Exception.Message | Should -Match 'NotTimeValid'
        }
        finally {
            Stop-TestPeer $peer
        }
    }
}

Describe 'Connect-IotMqtt -ClientCertificate' {
    BeforeAll {
        $clients = New-TestAuthority
        $peer = Start-TlsPeer (New-TestCertificate -Authority $authority -DnsName 'localhost') $clients
        $endpoint = "wss://localhost:$($peer.Port)/"
    }

    AfterAll { Stop-TestPeer $peer }
    AfterEach { Disconnect-IotMqtt -All }

    It 'shows the certificate to a server that wants one' {
        $mine = New-TestCertificate -Authority $clients
        ($credential | Connect-IotMqtt -Endpoint $endpoint -TrustedCertificate $authority -ClientCertificate $mine).State |
            Should -Be 'Connected'
    }

    It 'takes certificate and key from one PEM file' {
        $mine = New-TestCertificate -Authority $clients
        $key = Export-TestKey $mine 'TestDrive:\mine.key'
        Set-Content -Path 'TestDrive:\mine.pem' -Value $mine.ExportCertificatePem(), (Get-Content $key -Raw)
        $mutual = @{ TrustedCertificate = $authority; ClientCertificate = 'TestDrive:\mine.pem' }
        ($credential | Connect-IotMqtt -Endpoint $endpoint @mutual).State | Should -Be 'Connected'
    }

    It 'says ConnectFailed where it is left away or of another authority' {
        Get-ErrorId { $credential | Connect-IotMqtt -Endpoint $endpoint -TrustedCertificate $authority -TimeoutSeconds 10 } |
            Should -Be 'ConnectFailed'
        $foreign = New-TestCertificate -Authority $authority
        $record = Get-ErrorOf {
            $credential | Connect-IotMqtt -Endpoint $endpoint -TrustedCertificate $authority -ClientCertificate $foreign
        }
        $record.FullyQualifiedErrorId | Should -BeLike 'ConnectFailed,*'
        $record.CategoryInfo.Category | Should -Be 'ConnectionError'
    }
}
