# A connection that has several endpoints.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    Disconnect-IotMqtt -All
    $device = New-TestDevice
    $get = "/$($device.ProductKey)/$($device.DeviceName)/user/get"
    $deaf = New-DeafSocket
    $away = "ws://127.0.0.1:$($deaf.LocalEndPoint.Port)/"
}

AfterAll { $deaf.Dispose() }

Describe 'Connect-IotMqtt -Endpoint with several' {
    BeforeEach {
        $first = Start-IotEmulator -Device $device
        $second = Start-IotEmulator -Device $device
    }

    AfterEach {
        Disconnect-IotMqtt -All
        Stop-IotEmulator -All
    }

    It 'takes the first, and shows all' {
        $connection = Connect-IotMqtt @device -Endpoint $first.Endpoint, $second.Endpoint
        $connection.Endpoint | Should -Be $first.Endpoint
        $connection.Endpoints | Should -Be $first.Endpoint, $second.Endpoint
        $connection | Format-List | Out-String -Width 200 |
            Should -Match "(?m)^Endpoint +: $($first.Endpoint)\r?\nEndpoints +: {$($first.Endpoint), $($second.Endpoint)}"
        $second.Online | Should -BeNullOrEmpty
    }

    It 'takes the first that answers, and -Verbose names those that are tried' {
        $output = Connect-IotMqtt @device -Endpoint $away, $first.Endpoint -Verbose 4>&1
        $connection, $verbose = $output.Where({ $_ -is [AliyunIotWs.IotMqttConnection] }, 'Split')
        $connection.Endpoint | Should -Be $first.Endpoint
        $verbose -join "`n" | Should -Match "(?s)Opening $away.+can not be reached.+Opening $($first.Endpoint)"
    }

    It 'goes to the next when the link is lost, with subscriptions and messages' {
        $connection = Connect-IotMqtt @device -Endpoint $first.Endpoint, $second.Endpoint
        $null = Register-IotSubscription $get
        Stop-IotEmulator $first
        'on' | Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' -TimeoutSeconds 30
        $connection.Endpoint | Should -Be $second.Endpoint
        $connection.LastError | Should -BeLike "ConnectionLost: *$($first.Endpoint.Authority)*"
        (Receive-IotEmulatorMessage -Emulator $second -Count 1 -TimeoutSeconds 10).Payload | Should -Be 'on'
        'down' | Send-IotEmulatorMessage $get -Emulator $second
        (Receive-IotMessage -Count 1 -TimeoutSeconds 10).Payload | Should -Be 'down'
    }

    It 'goes from the last to the first' {
        $connection = Connect-IotMqtt @device -Endpoint $first.Endpoint, $second.Endpoint
        Disconnect-IotEmulatorDevice $device.DeviceName -Emulator $first
        Wait-Until { $connection.Reconnects -eq 1 -and $connection.State -eq 'Connected' } | Should -BeTrue
        Disconnect-IotEmulatorDevice $device.DeviceName -Emulator $second
        Wait-Until { $connection.Reconnects -eq 2 -and $connection.State -eq 'Connected' } | Should -BeTrue
        $connection.Endpoint | Should -Be $first.Endpoint
    }

    It 'shows a refused credential to the first alone' {
        $stranger = New-TestDevice
        $record = Get-ErrorOf { Connect-IotMqtt @stranger -Endpoint $first.Endpoint, $second.Endpoint }
        $record.FullyQualifiedErrorId | Should -BeLike 'AuthenticationRejected,*'
        Get-IotEmulatorEvent -Code Refused -Emulator $second | Should -BeNullOrEmpty
    }

    It 'takes them for a stored credential, from a parameter or from the row' {
        $row = New-IotMqttCredential @device -Transport Ws -AsPlainText
        $row.Endpoint = $away, $second.Endpoint
        ($row | Connect-IotMqtt).Endpoint | Should -Be $second.Endpoint
        Disconnect-IotMqtt -All
        (New-IotMqttCredential @device -Transport Ws | Connect-IotMqtt -Endpoint $away, $first.Endpoint).Endpoint |
            Should -Be $first.Endpoint
    }

    It 'warns of a connection that the device has at any of them' {
        $null = Connect-IotMqtt @device -Endpoint $first.Endpoint, $second.Endpoint
        $null = Connect-IotMqtt @device -Name twin -Endpoint $second.Endpoint -WarningVariable warning -WarningAction Ignore
        $warning | Should -Match 'connected as this device, too'
    }

    It 'tries each out with Test-IotMqttConnection' {
        $rows = Test-IotMqttConnection @device -Endpoint $away, $first.Endpoint
        $rows[0].Finding | Should -Match 'is an address'
        ($rows | Where-Object Result -EQ 'Failed').Finding | Should -Match 'can not be reached'
        $rows[-1].Stage | Should -Be 'Publish'
        $rows[-1].Result | Should -Be 'Passed'
        Test-IotMqttConnection @device -Endpoint $away, $first.Endpoint -Quiet | Should -BeFalse
        Test-IotMqttConnection @device -Endpoint $second.Endpoint, $first.Endpoint -Quiet | Should -BeTrue
    }
}

Describe 'Connect-IotMqtt -Endpoint with several that can not be used' {
    It 'is one error that names each' {
        $other = New-DeafSocket
        try {
            $record = Get-ErrorOf { Connect-IotMqtt @device -Endpoint $away, "ws://$($other.LocalEndPoint)/" }
        }
        finally { $other.Dispose() }
        $record.FullyQualifiedErrorId | Should -BeLike 'ConnectFailed,*'
        $record.Exception.Message | Should -Match "None of the 2 endpoints.+$($deaf.LocalEndPoint.Port).+$($other.LocalEndPoint)"
        $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'shares -TimeoutSeconds out among those that do not answer' {
        $listeners = 1..3 | ForEach-Object { [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0) }
        try {
            $listeners.Start()
            $silent = $listeners | ForEach-Object { "ws://$($_.LocalEndpoint)/" }
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $record = Get-ErrorOf { Connect-IotMqtt @device -Endpoint $silent -TimeoutSeconds 3 }
            $watch.Elapsed.TotalSeconds | Should -BeGreaterThan 2.5
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 6
            $record.FullyQualifiedErrorId | Should -BeLike 'Connect*,*'
            $record.Exception.Message | Should -Match 'None of the 3 endpoints.+within 1(\.0\d+)? s'
        }
        finally { $listeners.Stop() }
    }

    It 'leaves those behind a refusal what that did not need' {
        $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        try {
            $listener.Start()
            $record = Get-ErrorOf {
                Connect-IotMqtt @device -Endpoint $away, "ws://$($listener.LocalEndpoint)/" -TimeoutSeconds 2
            }
            $record.Exception.Message | Should -Match 'within (1\.[5-9]\d*|2) s'
        }
        finally { $listener.Stop() }
    }

    It 'refuses ws and wss for a client id that announces one of them: <_>' -ForEach 'a triple', 'a credential' {
        $given = $_ -eq 'a triple' ? $device : @{ Credential = New-IotMqttCredential @device }
        $record = Get-ErrorOf { Connect-IotMqtt @given -Endpoint 'wss://localhost:1/', $away }
        $record.FullyQualifiedErrorId | Should -BeLike 'InvalidEndpoint,*'
        $record.Exception.Message | Should -Match 'two schemes'
    }

    It 'tries ws and wss for a client id that announces none' {
        $record = Get-ErrorOf { Connect-IotMqtt -Anonymous -Endpoint $away, "wss://$($deaf.LocalEndPoint)/" }
        $record.FullyQualifiedErrorId | Should -BeLike 'ConnectFailed,*'
    }

    It 'names the one that is no address' {
        $record = Get-ErrorOf { Connect-IotMqtt @device -Endpoint $away, 'http://127.0.0.1/' }
        $record.FullyQualifiedErrorId | Should -BeLike 'InvalidEndpoint,*'
        $record.Exception.Message | Should -Match 'http://127'
    }
}
