BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device, $other = New-TestDevice -Count 2
    $emulator = Start-IotEmulator -Device $device, $other
    $connection = New-IotMqttCredential @device -Endpoint $emulator.Endpoint | Connect-IotMqtt
    $topic = "/$($device.ProductKey)/$($device.DeviceName)/user/get"
    $null = Register-IotSubscription $topic

    function Receive-Next([int] $Count = 1) {
        Receive-IotMessage -Connection $connection -Count $Count -TimeoutSeconds 10
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'Send-IotEmulatorMessage' {
    It 'sends a string as UTF-8 to the device that has subscribed, and emits nothing' {
        Send-IotEmulatorMessage $topic 'Grüße 你好' | Should -BeNullOrEmpty
        $message = Receive-Next
        $message.Topic | Should -BeExactly $topic
        $message.Payload | Should -BeExactly 'Grüße 你好'
    }

    It 'sends bytes as they are' {
        $bytes = [byte[]](0..255)
        Send-IotEmulatorMessage $topic $bytes
        [System.Convert]::ToHexString((Receive-Next).Bytes) | Should -BeExactly ([System.Convert]::ToHexString($bytes))
    }

    It 'sends an object as JSON' {
        Send-IotEmulatorMessage $topic ([ordered]@{ id = '1'; params = [ordered]@{ Power = $true; Level = 5 } })
        (Receive-Next).Payload | Should -BeExactly '{"id":"1","params":{"Power":true,"Level":5}}'
    }

    It 'sends an empty string as an empty payload' {
        Send-IotEmulatorMessage $topic ''
        (Receive-Next).Bytes.Length | Should -Be 0
    }

    It 'sends what the pipeline brings, in its order' {
        1..200 | ForEach-Object { "message $_" } | Send-IotEmulatorMessage $topic
        (Receive-Next 200).Payload | Should -Be @(1..200 | ForEach-Object { "message $_" })
    }

    It 'delivers with QoS <Qos> when sent with it' -ForEach @(@{ Qos = 0 }, @{ Qos = 1 }) {
        Send-IotEmulatorMessage $topic 'x' -Qos $Qos
        (Receive-Next).Qos | Should -Be $Qos
    }

    It 'sends with QoS 1 by default' {
        Send-IotEmulatorMessage $topic 'x'
        (Receive-Next).Qos | Should -Be 1
    }

    It 'sends up to 256 KB' {
        Send-IotEmulatorMessage $topic ('x' * 256KB)
        (Receive-Next).Bytes.Length | Should -Be 256KB
    }

    It 'does not reach a device that has not subscribed' {
        Send-IotEmulatorMessage "/$($device.ProductKey)/$($other.DeviceName)/user/get" 'for another'
        Send-IotEmulatorMessage $topic 'for this one'
        (Receive-Next).Payload | Should -BeExactly 'for this one'
    }

    It 'keeps a QoS 1 message for a device that is away, which then reads it <How>' -ForEach @(
        @{ How = 'among all'; Filter = @{} }
        @{ How = 'by its topic'; Filter = @{ Topic = '/{ProductKey}/{DeviceName}/user/get' } }
    ) {
        $first = New-IotMqttCredential @other -Endpoint $emulator.Endpoint | Connect-IotMqtt
        $null = Register-IotSubscription '/{ProductKey}/{DeviceName}/user/get' -Connection $first
        Disconnect-IotMqtt $first
        Send-IotEmulatorMessage "/$($other.ProductKey)/$($other.DeviceName)/user/get" 'kept'
        $second = New-IotMqttCredential @other -Endpoint $emulator.Endpoint | Connect-IotMqtt
        # It may come before the command that reads it.
        Wait-Until { $second.MessagesReceived -gt 0 } | Should -BeTrue
        (Receive-IotMessage @Filter -Connection $second -Count 1 -TimeoutSeconds 2).Payload | Should -BeExactly 'kept'
        Disconnect-IotMqtt $second
    }
}

Describe 'Send-IotEmulatorMessage -BroadcastTo' {
    It 'reaches a device that has subscribed to nothing of it' {
        $lines = Send-IotEmulatorMessage -BroadcastTo $device.ProductKey 'to all' -Verbose 4>&1
        "$lines" | Should -Match '^1 devices of'
        $message = Receive-Next
        $message.Topic | Should -Match "^/sys/$($device.ProductKey)/$($device.DeviceName)/broadcast/request/\d{18,19}$"
        $message.Payload | Should -BeExactly 'to all'
        $message.Qos | Should -Be 0
    }

    It 'refuses more than 64 KB' {
        Get-ErrorId { Send-IotEmulatorMessage -BroadcastTo $device.ProductKey ('x' * (64KB + 1)) } |
            Should -Be 'InvalidPayload'
    }
}

Describe 'Send-IotEmulatorMessage -Emulator' {
    It 'sends from the given emulator, by default from the selected one' {
        $second = Start-IotEmulator -Device $device
        Select-IotEmulator $second
        Send-IotEmulatorMessage $topic 'from the second'
        Send-IotEmulatorMessage $topic 'from the first' -Emulator $emulator
        (Receive-Next).Payload | Should -BeExactly 'from the first'
        Stop-IotEmulator $second
    }

    It 'fails with EmulatorNotFound where the session has none' {
        {
            Start-ThreadJob { Import-Module $using:ModuleManifest; Send-IotEmulatorMessage /a/b/c x } |
                Receive-Job -Wait -AutoRemoveJob -ErrorAction Stop
        } | Should -Throw -ErrorId 'EmulatorNotFound,*'
    }

    It 'fails with EmulatorNotFound where the given one has stopped' {
        $stopped = Start-IotEmulator
        Stop-IotEmulator $stopped
        Get-ErrorId { Send-IotEmulatorMessage $topic 'x' -Emulator $stopped } | Should -Be 'EmulatorNotFound'
    }
}

Describe 'Send-IotEmulatorMessage: wrong input' {
    It 'refuses a topic <Case> as InvalidTopic' -ForEach @(
        @{ Case = 'with a wildcard'; Bad = '/pk/+/user/get' }
        @{ Case = 'without a leading slash'; Bad = 'pk/dn/user/get' }
        @{ Case = 'of more than 128 bytes'; Bad = '/pk/dn/' + 'x' * 130 }
    ) {
        $record = Get-ErrorOf { Send-IotEmulatorMessage $Bad 'x' }
        $record.FullyQualifiedErrorId | Should -BeLike 'InvalidTopic,*'
        $record.CategoryInfo.Category | Should -Be 'InvalidArgument'
    }

    It 'refuses <Case> as InvalidPayload' -ForEach @(
        @{ Case = 'no payload at all'; Bad = $null }
        @{ Case = 'more than 256 KB'; Bad = 'x' * (256KB + 1) }
    ) {
        Get-ErrorId { Send-IotEmulatorMessage $topic $Bad } | Should -Be 'InvalidPayload'
    }

    It 'goes on after a payload that it refuses' {
        'before', $null, 'after' |
            Send-IotEmulatorMessage $topic -ErrorAction SilentlyContinue -ErrorVariable refused
        (Receive-Next 2).Payload | Should -Be @('before', 'after')
        $refused.Count | Should -Be 1
    }

    It 'offers no QoS 2' {
        Get-ErrorId { Send-IotEmulatorMessage $topic 'x' -Qos 2 } | Should -Be 'ParameterArgumentValidationError'
    }
}

Describe 'Send-IotEmulatorMessage to devices by name' {
    It 'fills <Topic> in' -ForEach @(
        @{ Topic = '/{ProductKey}/{DeviceName}/user/get' }
        @{ Topic = '/${productKey}/${deviceName}/user/get' }
    ) {
        Send-IotEmulatorMessage $Topic 'by name' -Device $device.DeviceName
        $message = Receive-Next
        $message.Topic | Should -BeExactly "/$($device.ProductKey)/$($device.DeviceName)/user/get"
        $message.Payload | Should -BeExactly 'by name'
    }

    It 'sends to several devices, and warns of those that do not get it' {
        $fleet = New-TestDevice -Count 2
        $own = $fleet | Start-IotEmulator
        $first = $fleet[0]
        $ready = Connect-IotMqtt @first -Endpoint $own.Endpoint
        $null = Register-IotSubscription '/{ProductKey}/{DeviceName}/user/get' -Connection $ready
        $send = @{ Emulator = $own; Device = 'device-*'; WarningVariable = 'missed'; WarningAction = 'SilentlyContinue' }
        Send-IotEmulatorMessage '/{ProductKey}/{DeviceName}/user/get' 'all' @send
        (Receive-IotMessage -Connection $ready -Count 1 -TimeoutSeconds 10).Payload | Should -BeExactly 'all'
        $missed.Message | Should -BeLike "*$($fleet[1].DeviceName)*not subscribed*"
        Disconnect-IotMqtt $ready
        Stop-IotEmulator $own
    }

    It 'says what is wrong: <Name>' -ForEach @(
        @{ Name = 'an unknown device'; Topic = '/{ProductKey}/{DeviceName}/user/get'; To = @{ Device = 'nobody' }; Id = 'EmulatorDeviceNotFound' }
        @{ Name = 'a topic of an unknown device'; Topic = '/a1TestProdK/nobody/user/get'; To = @{}; Id = 'EmulatorDeviceNotFound' }
        @{ Name = 'a placeholder without a device'; Topic = '/{ProductKey}/{DeviceName}/user/get'; To = @{}; Id = 'InvalidTopic' }
        @{ Name = 'a device without a placeholder'; Topic = '/a/b/user/get'; To = @{ Device = '*' }; Id = 'InvalidTopic' }
    ) {
        Get-ErrorId { Send-IotEmulatorMessage $Topic 'x' @To } | Should -BeExactly $Id
    }
}
