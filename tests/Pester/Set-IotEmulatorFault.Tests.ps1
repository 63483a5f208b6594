BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device, $other = New-TestDevice -Count 2
    $emulator = Start-IotEmulator -Device $device, $other
    $key = "$($device.ProductKey)/$($device.DeviceName)"
    $update = "/$key/user/update"
    $get = "/$key/user/get"

    function Connect-Device([hashtable] $Which = $device) {
        Connect-IotMqtt @Which -Endpoint $emulator.Endpoint
    }

    # The payloads of so many different messages, each once, in the order of their first arrival.
    function Receive-Distinct([int] $Count, [scriptblock] $Receive) {
        $seen = [System.Collections.Generic.HashSet[string]]::new()
        & $Receive | Where-Object { $seen.Add($_.Payload) } | Select-Object -First $Count | ForEach-Object Payload
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'Set-IotEmulatorFault -RefuseConnect' {
    AfterEach {
        Set-IotEmulatorFault -Clear
        Disconnect-IotMqtt -All
    }

    It 'lets Connect-IotMqtt fail with <Id> for the code <Code>' -ForEach @(
        @{ Code = 1; Id = 'ProtocolRejected' }
        @{ Code = 2; Id = 'ClientIdRejected' }
        @{ Code = 3; Id = 'ServerUnavailable' }
        @{ Code = 4; Id = 'AuthenticationRejected' }
        @{ Code = 5; Id = 'NotAuthorized' }
    ) {
        Set-IotEmulatorFault -RefuseConnect $Code | Should -BeNullOrEmpty
        Get-ErrorId { Connect-Device } | Should -Be $Id
        $emulator.Online | Should -BeNullOrEmpty
    }

    It 'refuses as many connects as -RefuseCount says' {
        Set-IotEmulatorFault -RefuseConnect 3 -RefuseCount 1
        Get-ErrorId { Connect-Device } | Should -Be 'ServerUnavailable'
        (Connect-Device).State | Should -Be 'Connected'
    }

    It 'is overcome by a connection that was open before' {
        $connection = Connect-Device
        Set-IotEmulatorFault -RefuseConnect 3 -RefuseCount 1
        Disconnect-IotEmulatorDevice $device.DeviceName
        Wait-Until { $connection.Reconnects -gt 0 -and $connection.State -eq 'Connected' } -TimeoutSeconds 20 |
            Should -BeTrue
        Get-IotEmulatorFault | Should -BeNullOrEmpty
    }

    It 'is final for such a connection with code 5' {
        $connection = Connect-Device
        Set-IotEmulatorFault -RefuseConnect 5
        Disconnect-IotEmulatorDevice $device.DeviceName
        Wait-Until { $connection.State -eq 'Faulted' } -TimeoutSeconds 20 | Should -BeTrue
        $connection.LastError | Should -BeLike 'NotAuthorized*'
    }
}

Describe 'Set-IotEmulatorFault -DropAfter' {
    AfterEach {
        Set-IotEmulatorFault -Clear
        Disconnect-IotMqtt -All
        $null = Receive-IotEmulatorMessage -TimeoutSeconds 0
    }

    It 'costs no QoS 1 message: 2,000 arrive in order over 5 drops' {
        $connection = Connect-Device
        Set-IotEmulatorFault -DropAfter 200 -DropCount 5
        $payloads = 1..2000 | ForEach-Object { "message $_" }
        $payloads | Send-IotMessage $update -ErrorVariable failed
        $failed.Count | Should -Be 0
        Receive-Distinct 2000 { Receive-IotEmulatorMessage -TimeoutSeconds 30 } | Should -Be $payloads
        $connection.Reconnects | Should -Be 5
        Get-IotEmulatorFault | Should -BeNullOrEmpty
        $drops = Get-IotEmulatorEvent -Code Disconnected | Where-Object Message -Like '*after 200 messages*'
        @($drops).Count | Should -Be 5
    }

    It 'leaves the last message unacknowledged, so that it arrives twice' {
        $null = Connect-Device
        Set-IotEmulatorFault -DropAfter 1 -DropCount 1
        $receipt = Send-IotMessage $update 'twice' -PassThru
        $receipt.Attempts | Should -Be 2
        (Receive-IotEmulatorMessage -Count 2 -TimeoutSeconds 10).Payload | Should -Be 'twice', 'twice'
    }

    It 'drops after deliveries with -DropAfterDelivery, and the message comes again' {
        $connection = Connect-Device
        $null = Register-IotSubscription $get
        Set-IotEmulatorFault -DropAfterDelivery 2 -DropCount 1
        'one', 'two', 'three' | Send-IotEmulatorMessage $get
        Receive-Distinct 3 { Receive-IotMessage -TimeoutSeconds 20 } | Should -Be 'one', 'two', 'three'
        $connection.Reconnects | Should -Be 1
    }
}

Describe 'Set-IotEmulatorFault -StallAck' {
    AfterEach {
        Set-IotEmulatorFault -Clear
        Disconnect-IotMqtt -All
        $null = Receive-IotEmulatorMessage -TimeoutSeconds 0
    }

    It 'lets Send-IotMessage end with PublishTimeout, although the message has arrived' {
        $connection = Connect-Device
        Set-IotEmulatorFault -StallAck
        Get-ErrorId { Send-IotMessage $update 'x' -TimeoutSeconds 1 } | Should -Be 'PublishTimeout'
        (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10).Payload | Should -Be 'x'
        $connection.State | Should -Be 'Connected'
    }

    It 'sends the acknowledgements once it is released' {
        $connection = Connect-Device
        Set-IotEmulatorFault -StallAck
        $sending = Start-ThreadJob {
            Import-Module $using:ModuleManifest
            1..20 | Send-IotMessage $using:update -Connection $using:connection -PassThru
        }
        try {
            (Receive-IotEmulatorMessage -Count 20 -TimeoutSeconds 20).Payload | Should -Be @(1..20)
            $sending.State | Should -Be 'Running'
            Set-IotEmulatorFault -StallAck:$false
            ($sending | Receive-Job -Wait).Attempts | Should -Be @(@(1) * 20)
        }
        finally {
            Remove-Job $sending -Force
        }
        $connection.Reconnects | Should -Be 0
    }
}

Describe 'Set-IotEmulatorFault -BlackHole' {
    AfterEach {
        Set-IotEmulatorFault -Clear
        Disconnect-IotMqtt -All
        $null = Receive-IotEmulatorMessage -TimeoutSeconds 0
    }

    It 'lets nothing arrive until it is released, and the connection does not end' {
        $connection = Connect-Device
        Set-IotEmulatorFault -BlackHole
        Send-IotMessage $update 'in the hole' -Qos 0
        Get-ErrorId { Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 0.5 } | Should -Be 'ReceiveTimeout'
        $emulator.Online | Should -Be $key
        Set-IotEmulatorFault -BlackHole:$false
        (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10).Payload | Should -Be 'in the hole'
        $connection.State | Should -Be 'Connected'
        $connection.Reconnects | Should -Be 0
    }

    It 'lets Connect-IotMqtt end with ConnectTimeout' {
        Set-IotEmulatorFault -BlackHole
        Get-ErrorId { Connect-IotMqtt @device -Endpoint $emulator.Endpoint -TimeoutSeconds 1 } |
            Should -Be 'ConnectTimeout'
    }
}

Describe 'Set-IotEmulatorFault -DuplicateDelivery' {
    It 'delivers a QoS 1 message twice, the second time marked' {
        $null = Connect-Device
        $null = Register-IotSubscription $get
        Set-IotEmulatorFault -DuplicateDelivery
        Send-IotEmulatorMessage $get 'double'
        $messages = Receive-IotMessage -Count 2 -TimeoutSeconds 10
        $messages.Payload | Should -Be 'double', 'double'
        $messages.Duplicate | Should -Be $false, $true
        Set-IotEmulatorFault -Clear
        Send-IotEmulatorMessage $get 'single'
        Send-IotEmulatorMessage $get 'last'
        (Receive-IotMessage -Count 2 -TimeoutSeconds 10).Payload | Should -Be 'single', 'last'
        Disconnect-IotMqtt -All
    }
}

Describe 'Set-IotEmulatorFault -Device' {
    AfterEach {
        Set-IotEmulatorFault -Clear
        Disconnect-IotMqtt -All
    }

    It 'spares the other devices, given as <Form>' -ForEach @(
        @{ Form = 'a name'; Name = { $device.DeviceName } }
        @{ Form = 'product and name'; Name = { $key } }
        @{ Form = 'a pattern'; Name = { $device.DeviceName.Substring(0, 15) + '*' } }
    ) {
        Set-IotEmulatorFault -Device (& $Name) -RefuseConnect 3
        Get-ErrorId { Connect-Device } | Should -Be 'ServerUnavailable'
        (Connect-Device $other).State | Should -Be 'Connected'
    }

    It 'gives each device a count of its own' {
        Set-IotEmulatorFault -Device * -RefuseConnect 3 -RefuseCount 1
        Get-ErrorId { Connect-Device } | Should -Be 'ServerUnavailable'
        (Connect-Device).State | Should -Be 'Connected'
        Get-ErrorId { Connect-Device $other } | Should -Be 'ServerUnavailable'
    }

    It 'fails with EmulatorDeviceNotFound for a name that is unknown' {
        $record = Get-ErrorOf { Set-IotEmulatorFault -Device nobody -StallAck }
        $record.FullyQualifiedErrorId | Should -BeLike 'EmulatorDeviceNotFound,*'
        $record.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $record.TargetObject | Should -Be 'nobody'
        Get-ErrorOf { Set-IotEmulatorFault -Device nobody* -StallAck } | Should -BeNullOrEmpty
        Get-IotEmulatorFault | Should -BeNullOrEmpty
    }
}

Describe 'What is set' {
    AfterEach {
        Set-IotEmulatorFault -Clear
    }

    It 'is shown by Get-IotEmulatorFault' {
        Set-IotEmulatorFault -RefuseConnect 4 -RefuseCount 7 -DropAfter 10 -DropAfterDelivery 20 -DropCount 2
        Set-IotEmulatorFault -Device $device.DeviceName -StallAck -BlackHole -DuplicateDelivery
        $faults = Get-IotEmulatorFault
        $faults[0] | Should -BeOfType AliyunIotWs.IotEmulatorFault
        $faults | ForEach-Object { "$($_.Device) $($_.Fault) $($_.Value) $($_.Remaining)" } | Should -Be @(
            '* RefuseConnect 4 7'
            '* DropAfter 10 2'
            '* DropAfterDelivery 20 2'
            "$key StallAck  "
            "$key BlackHole  "
            "$key DuplicateDelivery  "
        )
    }

    It 'stays when another fault is set, and goes with its switch' {
        Set-IotEmulatorFault -StallAck
        Set-IotEmulatorFault -DuplicateDelivery
        (Get-IotEmulatorFault).Fault | Should -Be 'StallAck', 'DuplicateDelivery'
        Set-IotEmulatorFault -StallAck:$false
        (Get-IotEmulatorFault).Fault | Should -Be 'DuplicateDelivery'
    }

    It 'is cleared for one device alone' {
        Set-IotEmulatorFault -StallAck
        Set-IotEmulatorFault -Device * -BlackHole
        Set-IotEmulatorFault -Device $device.DeviceName -Clear
        $faults = Get-IotEmulatorFault
        $faults.Fault | Should -Be 'StallAck', 'BlackHole'
        $faults[1].Device | Should -Not -Be $key
    }

    It 'does not change with -WhatIf' {
        Set-IotEmulatorFault -BlackHole -WhatIf
        Get-IotEmulatorFault | Should -BeNullOrEmpty
    }

    It 'belongs to one emulator' {
        $second = Start-IotEmulator
        Set-IotEmulatorFault -Emulator $emulator -StallAck
        Get-IotEmulatorFault -Emulator $second | Should -BeNullOrEmpty
        (Get-IotEmulatorFault -Emulator $emulator).Fault | Should -Be 'StallAck'
        Stop-IotEmulator $second
    }
}

Describe 'Set-IotEmulatorFault: wrong input' {
    It 'refuses <Case> as <Id>' -ForEach @(
        @{ Case = 'nothing'; Arguments = @{}; Id = 'InvalidFault' }
        @{ Case = '-RefuseCount alone'; Arguments = @{ RefuseCount = 1 }; Id = 'InvalidFault' }
        @{ Case = '-DropCount alone'; Arguments = @{ DropCount = 1; StallAck = $true }; Id = 'InvalidFault' }
        @{ Case = 'the code 0'; Arguments = @{ RefuseConnect = 0 }; Id = 'ParameterArgumentValidationError' }
        @{ Case = 'the code 6'; Arguments = @{ RefuseConnect = 6 }; Id = 'ParameterArgumentValidationError' }
        @{ Case = 'a drop after nothing'; Arguments = @{ DropAfter = 0 }; Id = 'ParameterArgumentValidationError' }
        @{ Case = '-Clear with a fault'; Arguments = @{ Clear = $true; StallAck = $true }; Id = 'AmbiguousParameterSet' }
    ) {
        Get-ErrorId { Set-IotEmulatorFault @Arguments } | Should -Be $Id
        Get-IotEmulatorFault | Should -BeNullOrEmpty
    }
}

Describe 'Set-IotEmulatorFault for a slow line' {
    BeforeAll {
        $slow = New-TestDevice
        $slowEmulator = Start-IotEmulator -Device $slow
        $to = @{ Emulator = $slowEmulator }
    }

    AfterAll {
        Stop-IotEmulator $slowEmulator
    }

    It 'sets latency, jitter and bandwidth for a direction, shows them, and takes them back' {
        Set-IotEmulatorFault -LatencyMilliseconds 200 -JitterMilliseconds 50 -Direction Up -Probability 0.5 -Seed 7 @to
        Set-IotEmulatorFault -BandwidthKBps 64 -Device $slow.DeviceName @to
        $faults = Get-IotEmulatorFault @to
        $faults | ForEach-Object { "$($_.Device -replace '.+/.+', 'one') $($_.Fault) $($_.Value) $($_.Direction) $($_.Probability)" } |
            Should -BeExactly @(
                '* LatencyMilliseconds 200 Up 0.5', '* JitterMilliseconds 50 Up 0.5'
                'one BandwidthKBps 64 Up 1', 'one BandwidthKBps 64 Down 1'
            )
        Set-IotEmulatorFault -LatencyMilliseconds 0 -JitterMilliseconds 0 -Direction Up @to
        (Get-IotEmulatorFault @to).Fault | Should -BeExactly 'BandwidthKBps', 'BandwidthKBps'
        Set-IotEmulatorFault -Clear @to
        Get-IotEmulatorFault @to | Should -BeNullOrEmpty
    }

    It 'delays what is sent, and the message arrives all the same' {
        $connection = Connect-IotMqtt @slow -Endpoint $slowEmulator.Endpoint
        Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' 'in time'
        Set-IotEmulatorFault -LatencyMilliseconds 300 @to
        Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' 'the answer is late'
        (Measure-Command { Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' 'late' }).TotalMilliseconds |
            Should -BeGreaterThan 500
        (Receive-IotEmulatorMessage -Count 3 -TimeoutSeconds 10 @to).Payload | Should -Be 'in time', 'the answer is late', 'late'
        Disconnect-IotMqtt $connection
    }
}
