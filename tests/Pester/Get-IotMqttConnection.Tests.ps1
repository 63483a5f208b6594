BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $devices = New-TestDevice -Count 3
    $emulator = Start-IotEmulator -Device $devices
    $names = 'pump-1', 'pump-2', 'fan'
    foreach ($i in 0..2) {
        $device = $devices[$i]
        $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint -Name $names[$i]
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator $emulator
}

Describe 'Get-IotMqttConnection' {
    It 'emits all connections of the session in the order of their making' {
        (Get-IotMqttConnection).Name | Should -Be $names
    }

    It 'finds one by its name, whatever the case' {
        (Get-IotMqttConnection 'FAN').Name | Should -Be 'fan'
    }

    It 'finds several by a wildcard' {
        (Get-IotMqttConnection -Name 'pump*').Name | Should -Be 'pump-1', 'pump-2'
    }

    It 'takes names from the pipeline' {
        ('fan', 'pump-1' | Get-IotMqttConnection).Name | Should -Be 'fan', 'pump-1'
    }

    It 'emits the default with -Default: the one that was selected' {
        Get-IotMqttConnection -Default | Should -BeNullOrEmpty
        Select-IotMqttConnection fan
        (Get-IotMqttConnection -Default).Name | Should -Be 'fan'
    }

    It 'says ConnectionNotFound for an unknown name, and goes on with the others' {
        $results = @('nobody', 'fan' | Get-IotMqttConnection 2>&1)
        $results[0].FullyQualifiedErrorId | Should -BeLike 'ConnectionNotFound,*'
        $results[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $results[0].TargetObject | Should -Be 'nobody'
        $results[1].Name | Should -Be 'fan'
    }

    It 'is silent for a wildcard that finds nothing' {
        Get-ErrorOf { Get-IotMqttConnection 'nobody*' } | Should -BeNullOrEmpty
        Get-IotMqttConnection 'nobody*' | Should -BeNullOrEmpty
    }

    It 'gives every connection an id of its own' {
        @((Get-IotMqttConnection).Id | Sort-Object -Unique).Count | Should -Be 3
    }

    It 'counts what was sent and received' {
        $connection = Get-IotMqttConnection -Default
        $sent, $received = $connection.MessagesSent, $connection.MessagesReceived
        $null = Register-IotSubscription -Topic '/{ProductKey}/{DeviceName}/user/get'
        1..3 | Send-IotMessage -Topic '/{ProductKey}/{DeviceName}/user/update'
        'down' | Send-IotEmulatorMessage -Topic "/$($devices[2].ProductKey)/$($devices[2].DeviceName)/user/get"
        $connection.MessagesSent - $sent | Should -Be 3
        Wait-Until { $connection.MessagesReceived - $received -eq 1 } | Should -BeTrue
        $connection.InFlight | Should -Be 0
        $connection.Subscriptions.Topic | Should -BeLike '*/user/get'
    }

    It 'shows name, state and endpoint as a table, and no password' {
        $text = Get-IotMqttConnection | Out-String
        $text | Should -Match 'pump-1'
        $text | Should -Match 'Connected'
        $text | Should -Match ([regex]::Escape("$($emulator.Endpoint)"))
        Get-IotMqttConnection | Format-List | Out-String | Should -Not -Match 'assword'
    }
}

Describe 'A connection whose broker goes away' {
    BeforeEach {
        $lonely = New-TestDevice
        $doomed = Start-IotEmulator -Device $lonely
    }

    AfterEach {
        Disconnect-IotMqtt -Name 'lonely*'
        Stop-IotEmulator $doomed
    }

    It 'is Reconnecting and says why' {
        $connection = Connect-IotMqtt @lonely -Endpoint $doomed.Endpoint -Name 'lonely'
        Stop-IotEmulator $doomed
        Wait-Until { $connection.State -eq 'Reconnecting' } | Should -BeTrue
        $connection.LastError | Should -Match '^Connect'
    }

    It 'is Faulted and says why, with -NoReconnect' {
        $connection = Connect-IotMqtt @lonely -Endpoint $doomed.Endpoint -Name 'lonely' -NoReconnect
        Stop-IotEmulator $doomed
        Wait-Until { $connection.State -eq 'Faulted' } | Should -BeTrue
        $connection.LastError | Should -BeLike 'ConnectionLost:*'
        $record = Get-ErrorOf { 'x' | Send-IotMessage -Topic 'a' -Connection $connection }
        $record.FullyQualifiedErrorId | Should -BeLike 'ConnectionLost,*'
        $record.CategoryInfo.Category | Should -Be 'ConnectionError'
    }

    It 'is Connected again, with its subscriptions, when the broker is back' {
        $connection = Connect-IotMqtt @lonely -Endpoint $doomed.Endpoint -Name 'lonely'
        $null = Register-IotSubscription -Topic '/{ProductKey}/{DeviceName}/user/get' -Connection $connection
        Stop-IotEmulator $doomed
        Wait-Until { $connection.State -eq 'Reconnecting' } | Should -BeTrue
        $back = Start-IotEmulator -Device $lonely -Port $connection.Endpoint.Port
        try {
            Wait-Until { $connection.State -eq 'Connected' } -TimeoutSeconds 30 | Should -BeTrue
            $connection.Reconnects | Should -Be 1
            # Published once more until the subscription is back, which nothing here can see.
            $topic = "/$($lonely.ProductKey)/$($lonely.DeviceName)/user/get"
            Wait-Until {
                'again' | Send-IotEmulatorMessage -Topic $topic -Emulator $back
                $connection.MessagesReceived -gt 0
            } | Should -BeTrue
        }
        finally {
            Stop-IotEmulator $back
        }
    }
}
