BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Certificates.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Mosquitto.ps1')
    $device = New-TestDevice
    $credential = New-IotMqttCredential @device
    $topic = "/$($device.ProductKey)/$($device.DeviceName)/user/update"
    $authority = New-TestAuthority
    $server = New-TestCertificate -Authority $authority -DnsName 'localhost'
}

Describe 'mosquitto with wss' -Tag 'Mosquitto' {
    BeforeAll { $broker = Start-TestBroker -ServerCertificate $server }
    AfterAll { Stop-TestBroker $broker }
    AfterEach { Disconnect-IotMqtt -All }

    It 'takes messages where its authority is trusted' {
        $null = $credential | Connect-IotMqtt -Endpoint $broker.Endpoint -TrustedCertificate $authority
        $reader = Start-BrokerReader $broker -Topic $topic
        'over TLS' | Send-IotMessage -Topic $topic
        [System.Text.Encoding]::UTF8.GetString((Complete-BrokerReader $reader).Bytes) | Should -Be 'over TLS'
    }

    It 'says CertificateRejected where its authority is not trusted' {
        Get-ErrorId { $credential | Connect-IotMqtt -Endpoint $broker.Endpoint } | Should -Be 'CertificateRejected'
    }

    It 'says CertificateRejected by an address that the certificate does not name' {
        $byAddress = $broker.Endpoint.Replace('localhost', '127.0.0.1')
        Get-ErrorId { $credential | Connect-IotMqtt -Endpoint $byAddress -TrustedCertificate $authority } |
            Should -Be 'CertificateRejected'
    }

    It 'says ConnectFailed where ws meets its TLS' {
        $plain = $broker.Endpoint.Replace('wss://localhost', 'ws://127.0.0.1')
        $record = Get-ErrorOf {
            $credential | Connect-IotMqtt -Endpoint $plain -TimeoutSeconds 5 -WarningAction SilentlyContinue
        }
        $record.FullyQualifiedErrorId | Should -BeLike 'ConnectFailed,*'
        $record.CategoryInfo.Category | Should -Be 'ConnectionError'
    }
}

Describe 'mosquitto that wants a client certificate' -Tag 'Mosquitto' {
    BeforeAll {
        $clients = New-TestAuthority
        $broker = Start-TestBroker -ServerCertificate $server -ClientAuthority $clients
    }

    AfterAll { Stop-TestBroker $broker }
    AfterEach { Disconnect-IotMqtt -All }

    It 'lets in who has one of its authority' {
        $mine = New-TestCertificate -Authority $clients
        $mutual = @{ TrustedCertificate = $authority; ClientCertificate = $mine }
        $connection = $credential | Connect-IotMqtt -Endpoint $broker.Endpoint @mutual
        $connection.State | Should -Be 'Connected'
        'x' | Send-IotMessage -Topic $topic
        $connection.MessagesSent | Should -Be 1
    }

    It 'turns away who has none, which becomes ConnectFailed' {
        $half = @{ TrustedCertificate = $authority; TimeoutSeconds = 10 }
        Get-ErrorId { $credential | Connect-IotMqtt -Endpoint $broker.Endpoint @half } | Should -Be 'ConnectFailed'
    }
}
