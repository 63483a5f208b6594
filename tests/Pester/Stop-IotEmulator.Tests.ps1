BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'Stop-IotEmulator' {
    It 'stops the given emulator and no other, and emits nothing' {
        $first, $second = (Start-IotEmulator), (Start-IotEmulator)
        Stop-IotEmulator -Emulator $first | Should -BeNullOrEmpty
        $first.State | Should -Be 'Stopped'
        $second.State | Should -Be 'Running'
        (Get-IotEmulator).Id | Should -Be $second.Id
        Stop-IotEmulator $second
    }

    It 'stops those that the pipeline brings' {
        $emulators = (Start-IotEmulator), (Start-IotEmulator)
        $emulators | Stop-IotEmulator
        $emulators.State | Should -Be @('Stopped', 'Stopped')
    }

    It 'stops the only one where none is named' {
        $emulator = Start-IotEmulator
        Stop-IotEmulator
        $emulator.State | Should -Be 'Stopped'
    }

    It 'stops the one that was selected, and no other' {
        $first, $second = (Start-IotEmulator), (Start-IotEmulator)
        Select-IotEmulator $first
        Stop-IotEmulator
        $first.State, $second.State | Should -Be 'Stopped', 'Running'
        Stop-IotEmulator
        $second.State | Should -Be 'Stopped'
    }

    It 'stops none of several of which none was selected, and says which there are' {
        $emulators = (Start-IotEmulator -Name north), (Start-IotEmulator -Name south)
        $record = Get-ErrorOf { Stop-IotEmulator }
        $record.FullyQualifiedErrorId | Should -BeLike 'EmulatorAmbiguous,*'
        "$record" | Should -Match 'north, south'
        $record.ErrorDetails.RecommendedAction | Should -Match 'Select-IotEmulator'
        $emulators.State | Should -Be @('Running', 'Running')
        Stop-IotEmulator nor*, south
        $emulators.State | Should -Be @('Stopped', 'Stopped')
    }

    It 'stops all of the session with -All, and says nothing where there is none' {
        $emulators = (Start-IotEmulator), (Start-IotEmulator)
        Stop-IotEmulator -All
        $emulators.State | Should -Be @('Stopped', 'Stopped')
        Get-IotEmulator | Should -BeNullOrEmpty
        Get-ErrorOf { Stop-IotEmulator -All } | Should -BeNullOrEmpty
    }

    It 'says EmulatorNotFound where there is none' {
        Get-ErrorId { Stop-IotEmulator } | Should -Be 'EmulatorNotFound'
    }

    It 'stops nothing with -WhatIf' {
        $emulator = Start-IotEmulator
        Stop-IotEmulator $emulator -WhatIf
        $emulator.State | Should -Be 'Running'
        Stop-IotEmulator $emulator
    }

    It 'may be called again for a stopped emulator' {
        $emulator = Start-IotEmulator
        Stop-IotEmulator $emulator
        Get-ErrorOf { Stop-IotEmulator $emulator } | Should -BeNullOrEmpty
    }

    It 'closes the connections of its devices' {
        $device = New-TestDevice
        $emulator = Start-IotEmulator -Device $device
        $connection = New-IotMqttCredential @device -Endpoint $emulator.Endpoint | Connect-IotMqtt -NoReconnect
        Stop-IotEmulator $emulator
        Wait-Until { $connection.State -ne 'Connected' } | Should -BeTrue
        $emulator.Online | Should -BeNullOrEmpty
    }

    It 'frees its ports' {
        $emulator = Start-IotEmulator
        Stop-IotEmulator $emulator
        foreach ($port in $emulator.Endpoint.Port, $emulator.SecureEndpoint.Port) {
            $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, $port)
            { $listener.Start() } | Should -Not -Throw
            $listener.Stop()
        }
    }
}
