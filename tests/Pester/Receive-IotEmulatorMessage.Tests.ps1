BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device, $other = New-TestDevice -Count 2
    $product = New-TestProduct @{ '/user/update' = 'Publish'; '/user/alarm' = 'Publish' }
    $emulator = Start-IotEmulator -Device $device, $other -Product $product
    $connection = New-IotMqttCredential @device -Endpoint $emulator.Endpoint | Connect-IotMqtt
    $update = "/$($device.ProductKey)/$($device.DeviceName)/user/update"
    $alarm = "/$($device.ProductKey)/$($device.DeviceName)/user/alarm"
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'Receive-IotEmulatorMessage' {
    AfterEach {
        # Nothing of one test may be left for the next.
        Receive-IotEmulatorMessage -TimeoutSeconds 0 | Should -BeNullOrEmpty
    }

    It 'emits what a device published, with all that is known about it' {
        $before = Get-Date
        Send-IotMessage $update 'Grüße'
        $message = Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10
        $message | Should -BeOfType AliyunIotWs.IotEmulatorMessage
        $message.ProductKey | Should -BeExactly $device.ProductKey
        $message.DeviceName | Should -BeExactly $device.DeviceName
        $message.Topic | Should -BeExactly $update
        $message.Payload | Should -BeExactly 'Grüße'
        $message.Bytes.Length | Should -Be 7
        $message.Qos | Should -Be 1
        $message.ReceivedAt | Should -BeGreaterOrEqual $before
        "$message" | Should -BeExactly 'Grüße'
    }

    It 'keeps the QoS <Qos> of the sender' -ForEach @(@{ Qos = 0 }, @{ Qos = 1 }) {
        Send-IotMessage $update 'x' -Qos $Qos
        (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10).Qos | Should -Be $Qos
    }

    It 'emits bytes as they are' {
        Send-IotMessage $update ([byte[]](255, 0, 128))
        (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10).Bytes | Should -Be @(255, 0, 128)
    }

    It 'emits each message once, in the order of arrival' {
        1..300 | Send-IotMessage $update
        $messages = @(Receive-IotEmulatorMessage -Count 100 -TimeoutSeconds 20)
        $messages += Receive-IotEmulatorMessage -Count 200 -TimeoutSeconds 20
        $messages.Payload | Should -Be @(1..300)
    }

    It 'waits for a message that is sent later' {
        $sending = Start-ThreadJob {
            Import-Module $using:ModuleManifest
            Send-IotMessage $using:update later -Connection $using:connection
        }
        (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 20).Payload | Should -BeExactly 'later'
        $sending | Receive-Job -Wait -AutoRemoveJob
    }

    It 'ends early with Select-Object -First and takes no more than that' {
        1..5 | Send-IotMessage $update
        (Receive-IotEmulatorMessage | Select-Object -First 2).Payload | Should -Be @(1, 2)
        (Receive-IotEmulatorMessage -Count 3 -TimeoutSeconds 10).Payload | Should -Be @(3, 4, 5)
    }

    It 'does not show what a device may not publish' {
        Send-IotMessage "/$($other.ProductKey)/$($other.DeviceName)/user/update" 'x' -Qos 0
        Send-IotMessage $update 'y'
        (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10).Payload | Should -BeExactly 'y'
    }
}

Describe 'Receive-IotEmulatorMessage -Topic' {
    It 'takes what fits <Filter> and leaves the rest' -ForEach @(
        @{ Filter = '{0}/user/alarm'; Taken = 'alarm' }
        @{ Filter = '{0}/+/alarm'; Taken = 'alarm' }
        @{ Filter = '{0}/user/update', '/other'; Taken = 'update' }
    ) {
        Send-IotMessage $update 'update'
        Send-IotMessage $alarm 'alarm'
        $own = "/$($device.ProductKey)/$($device.DeviceName)"
        $filters = $Filter | ForEach-Object { $_ -f $own }
        (Receive-IotEmulatorMessage $filters -Count 1 -TimeoutSeconds 10).Payload | Should -Be $Taken
        $left = Receive-IotEmulatorMessage "$own/#" -Count 1 -TimeoutSeconds 10
        $left.Payload | Should -Not -Be $Taken
    }

    It 'does not wait for a message that does not fit' {
        Send-IotMessage $update 'x'
        Receive-IotEmulatorMessage $alarm -TimeoutSeconds 0.2 | Should -BeNullOrEmpty
        (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10).Payload | Should -Be 'x'
    }
}

Describe 'Receive-IotEmulatorMessage: the end of the wait' {
    AfterEach { Get-Job -Name beside -ErrorAction Ignore | Remove-Job -Force }

    It 'ends a time window silently' {
        Get-ErrorOf { Receive-IotEmulatorMessage -TimeoutSeconds 0.2 } | Should -BeNullOrEmpty
    }

    It 'emits what came and writes ReceiveTimeout when the count comes up short' {
        Send-IotMessage $update 'only one'
        $messages = Receive-IotEmulatorMessage -Count 2 -TimeoutSeconds 0.5 -ErrorAction SilentlyContinue -ErrorVariable short
        $messages.Payload | Should -BeExactly 'only one'
        $short.Count | Should -Be 1
        $short[0].FullyQualifiedErrorId | Should -BeLike 'ReceiveTimeout,*'
        $short[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
        "$($short[0])" | Should -Match '1 of 2'
    }

    It 'ends when the emulator is stopped' {
        $stopped = Start-IotEmulator
        $reader = Start-ThreadJob -Name beside {
            Import-Module $using:ModuleManifest
            'waiting'
            Receive-IotEmulatorMessage -Emulator $using:stopped
        }
        Wait-Until { $reader.Output.Count -gt 0 } | Should -BeTrue
        Stop-IotEmulator $stopped
        ($reader | Wait-Job -Timeout 30).State | Should -Be 'Completed'
        $reader.Error.Count | Should -Be 0
    }

    It 'leaves what came before the stop to be read' {
        $short = Start-IotEmulator -Device $other
        $link = New-IotMqttCredential @other -Endpoint $short.Endpoint | Connect-IotMqtt
        Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' 'last words' -Connection $link
        Disconnect-IotMqtt $link
        Stop-IotEmulator $short
        (Receive-IotEmulatorMessage -Emulator $short -Count 1 -TimeoutSeconds 5).Payload | Should -BeExactly 'last words'
    }

    It 'ends with its window, although messages do not pause' {
        $pressed = Start-IotEmulator -Device $other
        $link = New-IotMqttCredential @other -Endpoint $pressed.Endpoint | Connect-IotMqtt
        $sending = Start-ThreadJob -Name beside {
            Import-Module $using:ModuleManifest
            while ($true) {
                1..100 | Send-IotMessage -Topic '/{ProductKey}/{DeviceName}/user/update' -Connection $using:link -Qos 0
            }
        }
        try {
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            @(Receive-IotEmulatorMessage -Emulator $pressed -TimeoutSeconds 1).Count | Should -BeGreaterThan 100
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        }
        finally {
            Stop-Job $sending
            Disconnect-IotMqtt $link
            Stop-IotEmulator $pressed
        }
    }

    It 'is stopped within a second by the stop of its pipeline' {
        $reader = Start-ThreadJob -Name beside {
            Import-Module $using:ModuleManifest
            'waiting'
            Receive-IotEmulatorMessage -Emulator $using:emulator
        }
        Wait-Until { $reader.Output.Count -gt 0 } | Should -BeTrue
        (Measure-Command { Stop-Job $reader }).TotalSeconds | Should -BeLessThan 1
        $reader.State | Should -Be 'Stopped'
    }

    It 'fails with EmulatorNotFound where the session has none' {
        {
            Start-ThreadJob -Name beside { Import-Module $using:ModuleManifest; Receive-IotEmulatorMessage -Count 1 } |
                Receive-Job -Wait -ErrorAction Stop
        } | Should -Throw -ErrorId 'EmulatorNotFound,*'
    }
}
