#pester:no-parallel - a runspace pool takes the views of a module in its first runspace alone, and here they are tested.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device, $other = New-TestDevice -Count 2
    $emulator = Start-IotEmulator -Device $device, $other
    $key = "$($device.ProductKey)/$($device.DeviceName)"
    $start = Get-Date

    # A short life: refused, connected, two things that the platform does not allow, gone.
    $wrong = $device.Clone()
    $wrong.DeviceSecret = 'another'
    Get-ErrorId { Connect-IotMqtt @wrong -Endpoint $emulator.Endpoint } | Should -BeExactly 'AuthenticationRejected'
    $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
    Send-IotMessage '/elsewhere/device/user/update' 'x' -Qos 0
    Send-IotMessage "/$key/user/update" 'done'
    Disconnect-IotMqtt $connection
    $null = Connect-IotMqtt @other -Endpoint $emulator.Endpoint
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'Get-IotEmulatorEvent' {
    It 'emits what happened, oldest first' {
        Wait-Until { Get-IotEmulatorEvent $device.DeviceName -Code Disconnected } | Should -BeTrue
        $lines = Get-IotEmulatorEvent -Device $device.DeviceName
        $lines[0] | Should -BeOfType AliyunIotWs.IotEmulatorEvent
        $lines.Code | Should -Be 'Refused', 'Connected', 'PublishDenied', 'Disconnected'
        $lines.Device | Should -Be $key, $key, $key, $key
        $lines[0].Time | Should -BeGreaterOrEqual $start
        $lines[0].Time | Should -BeLessOrEqual $lines[-1].Time
    }

    It 'says exactly why a connect was refused' {
        $line = Get-IotEmulatorEvent -Code Refused
        $line.Message | Should -Match 'signature'
        $line.ClientId | Should -Not -BeNullOrEmpty
        "$line" | Should -BeLike "Refused ${key}: *"
    }

    It 'takes the codes <Given>' -ForEach @(
        @{ Given = 9236; Expected = 'PublishDenied' }
        @{ Given = 'publishdenied'; Expected = 'PublishDenied' }
        @{ Given = 'Refused', 9236; Expected = 'Refused', 'PublishDenied' }
    ) {
        (Get-IotEmulatorEvent -Code $Given).Code | Should -Be $Expected
    }

    It 'has the numbers of the platform where it has some' {
        [int](Get-IotEmulatorEvent -Code PublishDenied).Code | Should -Be 9236
    }

    It 'chooses devices by <Form>' -ForEach @(
        @{ Form = 'name'; Name = { $other.DeviceName } }
        @{ Form = 'product and name'; Name = { "$($other.ProductKey)/$($other.DeviceName)" } }
        @{ Form = 'pattern'; Name = { $other.DeviceName.Substring(0, 16) + '*' } }
    ) {
        $line = Get-IotEmulatorEvent (& $Name)
        $line.Code | Should -Be 'Connected'
        $line.Device | Should -Be "$($other.ProductKey)/$($other.DeviceName)"
    }

    It 'emits nothing where nothing fits' {
        Get-IotEmulatorEvent nobody | Should -BeNullOrEmpty
        Get-IotEmulatorEvent -Code InternalError | Should -BeNullOrEmpty
    }

    It 'shows peers that name no device' {
        $client = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $emulator.Endpoint.Port)
        $client.GetStream().Write([System.Text.Encoding]::ASCII.GetBytes("GET / HTTP/1.1`r`n`r`n"))
        Wait-Until { Get-IotEmulatorEvent -Code HandshakeFailed } | Should -BeTrue
        $client.Dispose()
        (Get-IotEmulatorEvent -Code HandshakeFailed).Device | Should -BeNullOrEmpty
    }

    It 'shows no secret' {
        $text = Get-IotEmulatorEvent | Format-List * | Out-String -Width 500
        foreach ($secret in $device.DeviceSecret, $other.DeviceSecret) { $text | Should -Not -Match $secret }
    }

    It 'is a table by default' {
        $text = Get-IotEmulatorEvent -Code Refused | Out-String -Width 300
        $text | Should -Match 'Time\s+Code\s+Device\s+Message'
        $text | Should -Match "\d\d:\d\d:\d\d\.\d{3}\s+Refused\s+$([regex]::Escape($key))"
    }

    It 'is offered the names of the devices' {
        foreach ($text in 'Get-IotEmulatorEvent -Device ', 'Set-IotEmulatorFault -Device ', 'Disconnect-IotEmulatorDevice ') {
            (TabExpansion2 -inputScript $text -cursorColumn $text.Length).CompletionMatches.CompletionText |
                Should -Be $device.DeviceName, $other.DeviceName
        }
    }

    It 'can be read after the emulator has stopped' {
        $short = Start-IotEmulator -Device $device
        $connection = Connect-IotMqtt @device -Endpoint $short.Endpoint -NoReconnect
        Stop-IotEmulator $short
        (Get-IotEmulatorEvent -Emulator $short).Code | Should -Be 'Connected', 'Disconnected'
        Disconnect-IotMqtt $connection
    }

    It 'refuses a code that there is not' {
        Get-ErrorId { Get-IotEmulatorEvent -Code Nonsense } | Should -BeLike 'CannotConvertArgument*'
    }
}

Describe 'Get-IotEmulatorEvent -After, -Wait' {
    BeforeAll {
        $await = New-TestDevice
        Add-IotEmulatorDevice $await -Emulator $emulator
        $at = @{ Endpoint = $emulator.Endpoint }
    }

    It 'leaves out what came up to a line, and up to a time' {
        $last = Get-IotEmulatorEvent | Select-Object -Last 1
        $time = Get-Date
        Get-IotEmulatorEvent -After $last | Should -BeNullOrEmpty
        Connect-IotMqtt @await @at | Disconnect-IotMqtt
        Get-IotEmulatorEvent -After $last -Code Connected | Should -HaveCount 1
        (Get-IotEmulatorEvent -After $time -Code Connected).Number | Should -BeGreaterThan $last.Number
        @(Get-IotEmulatorEvent -After $null).Count | Should -Be @(Get-IotEmulatorEvent).Count
        Get-ErrorId { Get-IotEmulatorEvent -After 'soon' } | Should -BeExactly 'InvalidPayload'
    }

    It 'waits for what has not happened yet' {
        $last = Get-IotEmulatorEvent | Select-Object -Last 1
        $job = Start-ThreadJob {
            Import-Module $using:ModuleManifest
            $at, $await = $using:at, $using:await
            Connect-IotMqtt @await @at | Disconnect-IotMqtt
        }
        $lines = Get-IotEmulatorEvent $await.DeviceName -Code Connected, Disconnected -After $last -Wait -Count 2 -TimeoutSeconds 30
        $lines.Code | Should -Be 'Connected', 'Disconnected'
        $job | Receive-Job -Wait -AutoRemoveJob
    }

    It 'says how many came where the time is over, and emits those' {
        $lines = Get-IotEmulatorEvent $await.DeviceName -Code Refused -Wait -TimeoutSeconds 0.2 -ErrorVariable late -ErrorAction SilentlyContinue
        $lines | Should -BeNullOrEmpty
        $late[0].FullyQualifiedErrorId | Should -BeLike 'ReceiveTimeout,*'
        $late[0].Exception.Message | Should -BeLike '0 of 1 lines came within 0.2 s.'
    }
}
