# Commands that work on many connections.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $devices = 1..20 | ForEach-Object { New-TestDevice }
    $emulator = Start-IotEmulator -Device $devices
    $number = 0
    $connections = $devices | New-IotMqttCredential -Endpoint $emulator.Endpoint | ForEach-Object {
        $number++
        Connect-IotMqtt $_ -Name "lamp-$number"
    }
    $update = '/{ProductKey}/{DeviceName}/user/update'
    $get = '/{ProductKey}/{DeviceName}/user/get'
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe '-Connection' {
    AfterEach { $null = Receive-IotEmulatorMessage -TimeoutSeconds 0 }

    It 'takes several for Send-IotMessage, as <What>' -ForEach @(
        @{ What = 'objects'; Given = { $connections[0..2] }; Count = 3 }
        @{ What = 'names'; Given = { 'lamp-1', 'LAMP-2' }; Count = 2 }
        @{ What = 'wildcards'; Given = { 'lamp-1?' }; Count = 10 }
        @{ What = 'a mixture, each once'; Given = { $connections[0], 'lamp-1', 'lamp-[12]' }; Count = 2 }
    ) {
        $chosen = & $Given
        $receipts = @('on' | Send-IotMessage $update -Connection $chosen -PassThru)
        $receipts.Count | Should -Be $Count
        $received = @(Receive-IotEmulatorMessage -Count $Count -TimeoutSeconds 10)
        $received.DeviceName | Sort-Object -Unique | Should -HaveCount $Count
        $receipts.ConnectionName | Sort-Object -Unique | Should -HaveCount $Count
    }

    It 'says so of a name that fits none' {
        { Send-IotMessage $update 'x' -Connection 'lamp-99' } | Should -Throw "*no connection named 'lamp-99'*"
        { Send-IotMessage $update 'x' -Connection 'torch-*' } | Should -Throw "*no connection named 'torch-*'*"
    }

    It 'says of a copy from elsewhere that it is none: <What>' -ForEach @(
        @{ What = 'a connection'; Original = { $connections[0] }; Use = { Send-IotMessage $update 'x' -Connection $copy } }
        @{ What = 'an emulator'; Original = { $emulator }; Use = { Get-IotEmulatorEvent -Emulator $copy } }
    ) {
        & $Original | Export-Clixml "$TestDrive/copy.xml"
        $copy = Import-Clixml "$TestDrive/copy.xml"
        $Use | Should -Throw '*a copy of what another process has*'
    }

    It 'sends a row over the connection that it names' {
        $rows = $connections | ForEach-Object {
            [pscustomobject]@{ Connection = $_.Name; Topic = $update; Payload = "from $($_.DeviceName)" }
        }
        $rows | Send-IotMessage
        $received = @(Receive-IotEmulatorMessage -Count 20 -TimeoutSeconds 10)
        $received | ForEach-Object { $_.Payload | Should -Be "from $($_.DeviceName)" }
    }

    It 'names the row whose connection there is not, and sends the others' {
        $rows = 'lamp-1', 'lamp-99', 'lamp-2' | ForEach-Object {
            [pscustomobject]@{ Connection = $_; Topic = $update; Payload = 'x' }
        }
        $records = @($rows | Send-IotMessage 2>&1)
        $records.FullyQualifiedErrorId | Should -BeLike 'ConnectionNotFound,*'
        $records.TargetObject.Connection | Should -Be 'lamp-99'
        Receive-IotEmulatorMessage -Count 2 -TimeoutSeconds 10 | Should -HaveCount 2
    }
}

Describe 'One stream from many' {
    It 'subscribes each and emits what any of them gets' {
        $subscriptions = @(Register-IotSubscription $get -Connection lamp-*)
        $subscriptions | Should -HaveCount 20
        foreach ($device in $devices) {
            1..50 | ForEach-Object { "$_" } |
                Send-IotEmulatorMessage "/$($device.ProductKey)/$($device.DeviceName)/user/get"
        }
        $messages = @(Receive-IotMessage $get -Connection lamp-* -Count 1000 -TimeoutSeconds 60)
        $messages | Should -HaveCount 1000
        foreach ($group in $messages | Group-Object ConnectionName) {
            $group.Group.Payload | Should -Be (1..50 | ForEach-Object { "$_" })
        }
        Unregister-IotSubscription $get -Connection lamp-*
        (Get-IotMqttConnection lamp-*).Subscriptions | Should -BeNullOrEmpty
    }

    It 'wakes for the one that gets something' {
        $subscriptions = @(Register-IotSubscription $get -Connection $connections)
        $subscriptions | Should -HaveCount 20
        $sending = Start-ThreadJob {
            param($emulator, $device)
            Import-Module $using:ModuleManifest
            'late' | Send-IotEmulatorMessage "/$($device.ProductKey)/$($device.DeviceName)/user/get" -Emulator $emulator
        } -ArgumentList $emulator, $devices[17]
        $message = Receive-IotMessage -Connection $connections -Count 1 -TimeoutSeconds 30
        $sending | Receive-Job -Wait -AutoRemoveJob
        $message.ConnectionName | Should -Be 'lamp-18'
    }
}

Describe 'A fleet of which one has ended' {
    BeforeAll {
        $ended = $connections[4]
        Disconnect-IotMqtt -Connection $ended
        $given = $connections[3..5]
    }

    It 'is one error that names it, and stops no other: <Name>' -ForEach @(
        @{ Name = 'Send-IotMessage'; Call = { 'x' | Send-IotMessage $update -Connection $given -PassThru }; Others = 2 }
        @{ Name = 'Register-IotSubscription'; Call = { Register-IotSubscription $get -Connection $given }; Others = 2 }
        @{ Name = 'Receive-IotMessage'; Call = { Receive-IotMessage -Connection $given -TimeoutSeconds 0.2 }; Others = 0 }
    ) {
        $results = @(& $Call 2>&1)
        $errors = @($results | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
        $errors | Should -HaveCount 1
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        $errors[0].Exception.Message | Should -Match 'lamp-5'
        $errors[0].TargetObject.Name | Should -Be 'lamp-5'
        $results.Count - 1 | Should -Be $Others
    }
}
