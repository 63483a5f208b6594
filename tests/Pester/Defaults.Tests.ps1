# One rule for connections and emulators: the one that was selected last is the default, else the only one.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $devices = New-TestDevice -Count 7
    $emulator = Start-IotEmulator -Device $devices -Name north

    function Connect-TestDevice([int] $Number, [string] $Name) {
        $device = $devices[$Number]
        Connect-IotMqtt @device -Endpoint $emulator.Endpoint -Name $Name
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'The default connection' {
    AfterEach { Disconnect-IotMqtt -All }

    It 'is the only one' {
        $only = Connect-TestDevice 0 lamp
        $only.IsDefault | Should -BeTrue
        Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' 'on'
        $only.MessagesSent | Should -Be 1
    }

    It 'is none of several, and a command without -Connection says which there are' {
        $lamps = (Connect-TestDevice 0 lamp), (Connect-TestDevice 1 door)
        $lamps.IsDefault | Should -Be $false, $false
        $record = Get-ErrorOf { Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' 'on' }
        $record.FullyQualifiedErrorId | Should -BeLike 'ConnectionAmbiguous,*'
        $record.CategoryInfo.Category | Should -Be 'InvalidArgument'
        "$record" | Should -Match '2 connections and none of them is selected: lamp, door\.'
        $lamps.MessagesSent | Should -Be 0, 0
    }

    It 'names five of many' {
        foreach ($i in 0..6) { $null = Connect-TestDevice $i "lamp$i" }
        Get-ErrorOf { Receive-IotMessage -TimeoutSeconds 0 } | Should -Match 'lamp3, lamp4 and 2 others'
    }

    It 'is the one that was selected, also after others came' {
        $lamp, $door = (Connect-TestDevice 0 lamp), (Connect-TestDevice 1 door)
        Select-IotMqttConnection lamp
        $fan = Connect-TestDevice 2 fan
        $lamp.IsDefault, $door.IsDefault, $fan.IsDefault | Should -Be $true, $false, $false
        (Get-IotMqttConnection -Default).Name | Should -Be 'lamp'
    }

    It 'is the one that is left' {
        $lamp, $door = (Connect-TestDevice 0 lamp), (Connect-TestDevice 1 door)
        Select-IotMqttConnection lamp
        Disconnect-IotMqtt
        $lamp.IsDefault, $door.IsDefault | Should -Be $false, $true
    }

    It 'is the only one that has not ended' {
        $device = New-TestDevice
        $doomed = Start-IotEmulator -Device $device
        $lost = Connect-IotMqtt @device -Endpoint $doomed.Endpoint -Name lost -NoReconnect
        Stop-IotEmulator $doomed
        Wait-Until { $lost.State -eq 'Faulted' } | Should -BeTrue
        # Alone, it says why it has ended.
        Get-ErrorId { Send-IotMessage a b } | Should -Be 'ConnectionLost'
        (Connect-TestDevice 0 lamp).IsDefault | Should -BeTrue
    }

    It 'is marked in the view' {
        $null = (Connect-TestDevice 0 lamp), (Connect-TestDevice 1 door)
        Select-IotMqttConnection door
        $lines = Get-IotMqttConnection | Out-String -Width 120 -Stream
        $lines -match 'door' | Should -Match '^\*'
        $lines -match 'lamp' | Should -Not -Match '^\*'
    }
}

Describe 'The default emulator' {
    BeforeEach { $south = Start-IotEmulator -Name south }

    AfterEach {
        Stop-IotEmulator south
        $emulator.IsDefault | Should -BeTrue
    }

    It 'is none of several, and a command without -Emulator says which there are' {
        $record = Get-ErrorOf { Get-IotEmulatorEvent }
        $record.FullyQualifiedErrorId | Should -BeLike 'EmulatorAmbiguous,*'
        $record.CategoryInfo.Category | Should -Be 'InvalidArgument'
        "$record" | Should -Match '2 emulators and none of them is selected: north, south\.'
        Get-IotEmulator -Default | Should -BeNullOrEmpty
    }

    It 'is the one that was selected' {
        Select-IotEmulator south -PassThru | Should -Be $south
        (Get-IotEmulator -Default).Name | Should -Be 'south'
        $emulator.IsDefault, $south.IsDefault | Should -Be $false, $true
        Get-IotEmulatorDevice | Should -BeNullOrEmpty
    }

    It 'is marked in the view' {
        Get-IotEmulator south | Select-IotEmulator
        $lines = Get-IotEmulator | Out-String -Width 120 -Stream
        $lines -match 'south' | Should -Match '^\*'
        $lines -match 'north' | Should -Not -Match '^\*'
    }

    It 'is another where one is named, by name too' {
        @(Get-IotEmulatorDevice -Emulator NORTH).Count | Should -Be 7
        Get-ErrorOf { Get-IotEmulatorDevice -Emulator '*th' } | Should -Match "'\*th' fits 2 emulators"
        Get-ErrorOf { Get-IotEmulatorDevice -Emulator west } | Should -Match "no emulator named 'west'"
    }
}

Describe 'Names' {
    AfterEach { Disconnect-IotMqtt -All }

    It 'are given once to connections that are open' {
        $first = Connect-TestDevice 0 lamp
        $record = Get-ErrorOf { Connect-TestDevice 1 LAMP }
        $record.FullyQualifiedErrorId | Should -BeLike 'NameTaken,*'
        $record.CategoryInfo.Category | Should -Be 'ResourceExists'
        $record.ErrorDetails.RecommendedAction | Should -Match 'Disconnect-IotMqtt'
        $first.State | Should -Be 'Connected'
        @(Get-IotMqttConnection).Count | Should -Be 1
    }

    It 'are given once in a pipeline, and the others go on' {
        $results = @($devices[0, 1] | New-IotMqttCredential -Endpoint $emulator.Endpoint | Connect-IotMqtt -Name twin 2>&1)
        @($results | Where-Object FullyQualifiedErrorId -Like 'NameTaken,*').Count | Should -Be 1
        (Get-IotMqttConnection).Name | Should -Be 'twin'
    }

    It 'are numbered where a device is connected again and no name was given' {
        $device = $devices[0]
        $twice = 1..2 | ForEach-Object { Connect-IotMqtt @device -Endpoint $emulator.Endpoint -NoReconnect -WarningAction Ignore }
        # The first one was thrown off by the second, so that its name may be free by then.
        $twice[1].Name | Should -Match "^$($device.ProductKey)\.$($device.DeviceName)(#2)?$"
        $twice[0].Name | Should -BeExactly "$($device.ProductKey).$($device.DeviceName)"
    }

    It 'do not hide that a credential is refused' {
        $device = $devices[0] + @{}
        $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        $device.DeviceSecret = 'wrong'
        Get-ErrorId { Connect-IotMqtt @device -Endpoint $emulator.Endpoint } | Should -Be 'AuthenticationRejected'
    }

    It 'are free again where a connection has ended, whose place the new one takes' {
        $device = New-TestDevice
        $doomed = Start-IotEmulator -Device $device
        $lost = Connect-IotMqtt @device -Endpoint $doomed.Endpoint -Name lamp -NoReconnect
        Select-IotMqttConnection lamp
        Stop-IotEmulator $doomed
        Wait-Until { $lost.State -eq 'Faulted' } | Should -BeTrue
        $new = Connect-TestDevice 0 lamp
        (Get-IotMqttConnection).Id | Should -Be $new.Id
        $new.IsDefault | Should -BeTrue
    }

    It 'are given once to emulators' {
        Get-ErrorId { Start-IotEmulator -Name North } | Should -Be 'NameTaken'
        @(Get-IotEmulator).Count | Should -Be 1
    }
}

Describe 'The warning of a take-over' {
    AfterEach { Disconnect-IotMqtt -All }

    It 'comes where the broker lets a device in once' {
        $device = $devices[0]
        $null = Connect-TestDevice 0 first
        $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint -Name second -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -Match "^'first' is connected as this device"
    }

    It 'does not come of a login that is refused' {
        $null = Connect-TestDevice 0 first
        $wrong = $devices[0] + @{}
        $wrong.DeviceSecret = 'wrong'
        Get-ErrorId {
            Connect-IotMqtt @wrong -Endpoint $emulator.Endpoint -Name second -WarningVariable warnings -WarningAction SilentlyContinue
        } | Should -Be 'AuthenticationRejected'
        $warnings | Should -BeNullOrEmpty
    }
}
