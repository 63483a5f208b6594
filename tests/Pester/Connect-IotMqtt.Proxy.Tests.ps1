BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Proxy.ps1')
    $device = New-TestDevice
    $emulator = Start-IotEmulator -Device $device
    $plain = New-IotMqttCredential @device -Endpoint $emulator.Endpoint
    $secure = New-IotMqttCredential @device -Endpoint $emulator.SecureEndpoint

    function New-TestLogin([string] $Password) {
        [pscredential]::new('operator', (ConvertTo-SecureString $Password -AsPlainText -Force))
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator $emulator
}

Describe 'Connect-IotMqtt -Proxy' -Tag 'TinyProxy' {
    BeforeAll { $proxy = Start-TestProxy }
    AfterAll { Stop-TestProxy $proxy }
    AfterEach { Disconnect-IotMqtt -All }

    It 'goes through the proxy with ws' {
        $null = $plain | Connect-IotMqtt -Proxy $proxy.Address
        'through a tunnel' | Send-IotMessage -Topic '/{ProductKey}/{DeviceName}/user/update'
        (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10).Payload | Should -Be 'through a tunnel'
        Get-ProxyTunnelCount $proxy $plain.Endpoint | Should -Be 1
    }

    It 'goes through the proxy with wss' {
        $null = $secure | Connect-IotMqtt -Proxy $proxy.Address -TrustedCertificate $emulator.Certificate
        'through a tunnel' | Send-IotMessage -Topic '/{ProductKey}/{DeviceName}/user/update'
        (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10).Payload | Should -Be 'through a tunnel'
        Get-ProxyTunnelCount $proxy $secure.Endpoint | Should -Be 1
    }

    It 'still checks the certificate behind the proxy' {
        Get-ErrorId { $secure | Connect-IotMqtt -Proxy $proxy.Address } | Should -Be 'CertificateRejected'
    }

    It 'says ConnectFailed and names both where the proxy can not reach the broker' {
        $deaf = New-DeafSocket
        try {
            $nobody = [uri]"ws://$($deaf.LocalEndPoint)/"
            $record = Get-ErrorOf { $plain | Connect-IotMqtt -Proxy $proxy.Address -Endpoint $nobody }
            $record.FullyQualifiedErrorId | Should -BeLike 'ConnectFailed,*'
            $record.CategoryInfo.Category | Should -Be 'ConnectionError'
            $record.Exception.Message | Should -Match ([regex]::Escape($proxy.Address.Authority))
            $record.Exception.Message | Should -Match ([regex]::Escape($nobody.Authority))
            Get-ProxyTunnelCount $proxy $nobody | Should -Be 1
        }
        finally {
            $deaf.Dispose()
        }
    }
}

Describe 'Connect-IotMqtt -ProxyCredential' -Tag 'TinyProxy' {
    BeforeAll { $proxy = Start-TestProxy -User 'operator' -Password 'letmein' }
    AfterAll { Stop-TestProxy $proxy }
    AfterEach { Disconnect-IotMqtt -All }

    It 'is let through with the right password over <scheme>' -ForEach @{ Scheme = 'ws' }, @{ Scheme = 'wss' } {
        $credential = $scheme -eq 'ws' ? $plain : $secure
        $through = @{
            Proxy              = $proxy.Address
            ProxyCredential    = New-TestLogin 'letmein'
            TrustedCertificate = $emulator.Certificate
        }
        ($credential | Connect-IotMqtt @through).State | Should -Be 'Connected'
        Get-ProxyTunnelCount $proxy $credential.Endpoint | Should -BeGreaterThan 0
    }

    It 'says ConnectFailed and speaks of the proxy <what>' -ForEach @(
        @{ What = 'with a wrong password'; Password = 'guess' }
        @{ What = 'without one'; Password = $null }
    ) {
        $given = @{ Proxy = $proxy.Address }
        if ($password) { $given.ProxyCredential = New-TestLogin $password }
        $record = Get-ErrorOf { $plain | Connect-IotMqtt @given }
        $record.FullyQualifiedErrorId | Should -BeLike 'ConnectFailed,*'
        $record.CategoryInfo.Category | Should -Be 'ConnectionError'
        $record.Exception.Message | Should -Match "proxy $([regex]::Escape($proxy.Address.Authority))"
        $record.ErrorDetails.RecommendedAction | Should -Match '-ProxyCredential'
        "$($record.Exception) $($record.ErrorDetails)" | Should -Not -Match 'guess'
    }
}

Describe 'Connect-IotMqtt in an environment that names a proxy' -Tag 'TinyProxy' {
    BeforeAll {
        $proxy = Start-TestProxy
        function Connect-InChild([switch] $NoProxy) {
            $child = @{
                Script      = {
                    param($manifest, $key, $name, $secret, $endpoint, $noProxy)
                    $ErrorActionPreference = 'Stop'
                    Import-Module $manifest
                    $device = @{ ProductKey = $key; DeviceName = $name; DeviceSecret = $secret; Endpoint = $endpoint }
                    (Connect-IotMqtt @device -NoProxy:($noProxy -eq 'True')).State
                }
                Arguments   = $device.ProductKey, $device.DeviceName, $device.DeviceSecret, $emulator.Endpoint, $NoProxy
                Environment = @{ http_proxy = "$($proxy.Address)"; no_proxy = '' }
            }
            Invoke-ChildPowerShell @child
        }
    }

    AfterAll { Stop-TestProxy $proxy }

    It 'goes through that proxy by default' {
        $child = Connect-InChild
        $child.Error | Should -BeNullOrEmpty
        $child.Output | Should -Be 'Connected'
        Get-ProxyTunnelCount $proxy $emulator.Endpoint | Should -Be 1
    }

    It 'goes around it with -NoProxy' {
        $before = Get-ProxyTunnelCount $proxy $emulator.Endpoint
        $child = Connect-InChild -NoProxy
        $child.Error | Should -BeNullOrEmpty
        $child.Output | Should -Be 'Connected'
        Get-ProxyTunnelCount $proxy $emulator.Endpoint | Should -Be $before
    }
}

Describe 'Connect-IotMqtt where the proxy that the environment names fails' {
    BeforeAll {
        # A proxy that refuses to open a tunnel, and one that nobody runs.
        $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $listener.Start()
        $refusing = "$($listener.LocalEndpoint)"
        $deaf = New-DeafSocket
        $absent = "$($deaf.LocalEndPoint)"
        $answering = Start-ThreadJob {
            while ($client = ($using:listener).AcceptTcpClient()) {
                $stream = $client.GetStream()
                $null = $stream.Read([byte[]]::new(4096))
                $stream.Write([System.Text.Encoding]::ASCII.GetBytes("HTTP/1.1 403 Forbidden`r`nContent-Length: 0`r`n`r`n"))
                $client.Close()
            }
        }
    }

    AfterAll {
        $listener.Stop()
        $deaf.Dispose()
        $answering | Remove-Job -Force
    }

    It 'names it: <Variable>, <Proxy>' -ForEach @(
        @{ Variable = 'http_proxy'; Proxy = 'refusing'; Scheme = 'ws' }
        @{ Variable = 'https_proxy'; Proxy = 'refusing'; Scheme = 'wss' }
        @{ Variable = 'HTTPS_PROXY'; Proxy = 'refusing'; Scheme = 'wss' }
        @{ Variable = 'ALL_PROXY'; Proxy = 'refusing'; Scheme = 'wss' }
        @{ Variable = 'all_proxy'; Proxy = 'absent'; Scheme = 'ws' }
    ) {
        $address = $proxy -eq 'refusing' ? $refusing : $absent
        $child = @{
            Script      = {
                param($manifest, $endpoint)
                Import-Module $manifest
                try { Connect-IotMqtt -ProductKey a1 -DeviceName lamp -DeviceSecret x -Endpoint $endpoint } catch { "$($_.Exception)" }
            }
            Arguments   = "${scheme}://broker.invalid:1/"
            Environment = @{ $variable = "http://operator:letmein@$address"; no_proxy = '' }
        }
        $output = (Invoke-ChildPowerShell @child).Output
        $output | Should -Match "proxy $([regex]::Escape($address)) of the environment"
        $output | Should -Match 'broker\.invalid:1'
        $output | Should -Not -Match 'letmein'
    }

    It 'shows no password that stands in -Proxy' {
        $record = Get-ErrorOf { $plain | Connect-IotMqtt -Proxy "http://operator:let%20me%40in@$refusing" }
        "$($record.Exception) $($record.ErrorDetails)" | Should -Match "proxy $([regex]::Escape($refusing)) did not open"
        $record | Format-List * -Force | Out-String | Should -Not -Match 'let.{1,3}me'
        "$($record.Exception)" | Should -Not -Match 'let.{1,3}me'
    }
}
