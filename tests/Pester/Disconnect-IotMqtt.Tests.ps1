BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $devices = New-TestDevice -Count 3
    $emulator = Start-IotEmulator -Device $devices
    $credentials = foreach ($device in $devices) { New-IotMqttCredential @device -Endpoint $emulator.Endpoint }

    function Test-Online($Device) {
        $emulator.Online -contains "$($Device.ProductKey)/$($Device.DeviceName)"
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator $emulator
}

Describe 'Disconnect-IotMqtt' {
    BeforeEach {
        $first = $credentials[0] | Connect-IotMqtt -Name 'pump-1'
        $second = $credentials[1] | Connect-IotMqtt -Name 'pump-2'
        $third = $credentials[2] | Connect-IotMqtt -Name 'fan'
    }

    AfterEach { Disconnect-IotMqtt -All }

    It 'closes the default connection, emits nothing, and the device is gone at the broker' {
        Select-IotMqttConnection $third
        Disconnect-IotMqtt | Should -BeNullOrEmpty
        $third.State | Should -Be 'Disconnected'
        Wait-Until { -not (Test-Online $devices[2]) } | Should -BeTrue
        (Get-IotMqttConnection).Name | Should -Be 'pump-1', 'pump-2'
    }

    It 'closes none of several of which none was selected, and says which there are' {
        $record = Get-ErrorOf { Disconnect-IotMqtt }
        $record.FullyQualifiedErrorId | Should -BeLike 'ConnectionAmbiguous,*'
        "$record" | Should -Match 'pump-1, pump-2, fan'
        $record.ErrorDetails.RecommendedAction | Should -Match 'Select-IotMqttConnection'
        $first.State, $second.State, $third.State | Should -Be 'Connected', 'Connected', 'Connected'
    }

    It 'leaves the default alone when another connection is closed' {
        Select-IotMqttConnection $third
        Disconnect-IotMqtt -Connection $first
        (Get-IotMqttConnection -Default).Name | Should -Be 'fan'
    }

    It 'closes connections from the pipeline' {
        $first, $third | Disconnect-IotMqtt
        $first.State, $second.State, $third.State | Should -Be 'Disconnected', 'Connected', 'Disconnected'
    }

    It 'closes connections by name with wildcards' {
        Disconnect-IotMqtt -Name 'PUMP-*'
        $first.State, $second.State, $third.State | Should -Be 'Disconnected', 'Disconnected', 'Connected'
    }

    It 'takes the name of a connection for -Connection too' {
        Disconnect-IotMqtt -Connection 'pump-2'
        $second.State | Should -Be 'Disconnected'
    }

    It 'closes every connection with -All' {
        Disconnect-IotMqtt -All
        Get-IotMqttConnection | Should -BeNullOrEmpty
        Wait-Until { $emulator.Online.Count -eq 0 } | Should -BeTrue
    }

    It 'emits the closed connections with -PassThru' {
        $closed = @(Disconnect-IotMqtt -All -PassThru)
        $closed.Name | Should -Be 'pump-1', 'pump-2', 'fan'
        $closed.State | Should -Be 'Disconnected', 'Disconnected', 'Disconnected'
    }

    It 'closes nothing with -WhatIf' {
        Disconnect-IotMqtt -All -WhatIf
        $first.State, $second.State, $third.State | Should -Be 'Connected', 'Connected', 'Connected'
    }

    It 'takes a connection that is closed already' {
        Disconnect-IotMqtt -Connection $first
        Get-ErrorOf { Disconnect-IotMqtt -Connection $first } | Should -BeNullOrEmpty
    }

    It 'says ConnectionNotFound for a name that does not exist, and closes the others' {
        $records = @(Disconnect-IotMqtt -Name 'nobody', 'fan' 2>&1)
        $records.Count | Should -Be 1
        $records[0].FullyQualifiedErrorId | Should -BeLike 'ConnectionNotFound,*'
        $records[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $records[0].TargetObject | Should -Be 'nobody'
        $third.State | Should -Be 'Disconnected'
    }

    It 'says NotConnected where there is nothing to close' {
        Disconnect-IotMqtt -All
        $record = Get-ErrorOf { Disconnect-IotMqtt }
        $record.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        $record.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
    }

    It 'lets the device come back at once' {
        Disconnect-IotMqtt -All
        ($credentials[0] | Connect-IotMqtt).State | Should -Be 'Connected'
        Test-Online $devices[0] | Should -BeTrue
    }
}

Describe 'Disconnect-IotMqtt while the broker is away' {
    It 'ends the attempts to connect again' {
        $device = New-TestDevice
        $lost = Start-IotEmulator -Device $device
        $connection = Connect-IotMqtt @device -Endpoint $lost.Endpoint
        Stop-IotEmulator $lost
        Wait-Until { $connection.State -eq 'Reconnecting' } | Should -BeTrue
        Disconnect-IotMqtt
        $connection.State | Should -Be 'Disconnected'
        $connection.LastError | Should -BeLike 'ConnectionLost*'
    }
}
