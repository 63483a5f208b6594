BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device, $other = New-TestDevice -Count 2
    $product = New-TestProduct @{ '/user/update' = 'Publish'; '/user/get' = 'Subscribe'; '/user/both' = 'Subscribe' }
    $emulator = Start-IotEmulator -Device $device, $other -Product $product
    $credential = New-IotMqttCredential @device -Endpoint $emulator.Endpoint
    $connection = Connect-IotMqtt $credential
    $update = "/$($device.ProductKey)/$($device.DeviceName)/user/update"
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'Two runspaces' {
    BeforeEach {
        $shell = New-Shell
        Invoke-InShell $shell { Import-Module $args[0] }
    }

    AfterEach { $shell.Dispose() }

    It 'share no connections, no default and no emulators' {
        Invoke-InShell $shell { Get-IotMqttConnection } | Should -BeNullOrEmpty
        Invoke-InShell $shell { Get-IotMqttConnection -Default } | Should -BeNullOrEmpty
        Invoke-InShell $shell { Get-IotEmulator } | Should -BeNullOrEmpty
        { Invoke-InShell $shell { Send-IotMessage /a/b/c x } } | Should -Throw -ErrorId 'NotConnected,*'
    }

    It 'have a default connection each' {
        $inner = Invoke-InShell $shell { Connect-IotMqtt $args[1] } (New-IotMqttCredential @other -Endpoint $emulator.Endpoint)
        (Get-IotMqttConnection -Default).Id | Should -Be $connection.Id
        (Invoke-InShell $shell { Get-IotMqttConnection -Default }).Id | Should -Be $inner.Id
        Invoke-InShell $shell { Send-IotMessage "/{ProductKey}/{DeviceName}/user/update" inner }
        Send-IotMessage $update 'outer'
        $messages = Receive-IotEmulatorMessage -Count 2 -TimeoutSeconds 10
        $messages.DeviceName | Should -Be @($other.DeviceName, $device.DeviceName)
        $messages.Payload | Should -Be @('inner', 'outer')
    }

    It 'keep each other out of Disconnect-IotMqtt -All and Stop-IotEmulator' {
        Invoke-InShell $shell { Disconnect-IotMqtt -All; Stop-IotEmulator -All }
        $connection.State | Should -Be 'Connected'
        $emulator.State | Should -Be 'Running'
    }

    It 'say how to lend a connection that they only name' {
        $record = Invoke-InShell $shell { try { Send-IotMessage 'a' 'b' -Connection 'there' } catch { $_ } }
        $record.Exception.Message | Should -Match '\$using:connection'
    }

    It 'can use a connection of the other one when they are given it' {
        Invoke-InShell $shell { Send-IotMessage $args[1] given -Connection $args[2] } $update, $connection
        (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10).Payload | Should -BeExactly 'given'
        Invoke-InShell $shell { Get-IotMqttConnection } | Should -BeNullOrEmpty
    }

    It 'leave a connection open that they were only given' {
        Invoke-InShell $shell { Send-IotMessage $args[1] given -Connection $args[2] } $update, $connection
        $shell.Runspace.Close()
        Send-IotMessage $update 'still there'
        (Receive-IotEmulatorMessage -Count 2 -TimeoutSeconds 10).Payload | Should -Be @('given', 'still there')
    }
}

Describe 'Several threads on one connection' {
    It 'send with ForEach-Object -Parallel, and all arrives' {
        $received = 1..8 | ForEach-Object -ThrottleLimit 8 -Parallel {
            Import-Module $using:ModuleManifest
            $thread = $_
            1..50 | ForEach-Object { "$thread-$_" } | Send-IotMessage $using:update -Connection $using:connection -PassThru
        }
        $received.Count | Should -Be 400
        $messages = Receive-IotEmulatorMessage -Count 400 -TimeoutSeconds 20
        @($messages.Payload | Sort-Object -Unique).Count | Should -Be 400
        foreach ($thread in 1..8) {
            $messages.Payload -like "$thread-*" | Should -Be @(1..50 | ForEach-Object { "$thread-$_" })
        }
    }

    It 'read each message once' {
        $get = "/$($device.ProductKey)/$($device.DeviceName)/user/get"
        $null = Register-IotSubscription $get
        1..200 | Send-IotEmulatorMessage $get
        $payloads = 1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:ModuleManifest
            (Receive-IotMessage $using:get -Connection $using:connection -Count 50 -TimeoutSeconds 20).Payload
        }
        $payloads | Sort-Object { [int]$_ } | Should -Be @(1..200)
    }

    It 'send while another one receives' {
        $get = "/$($device.ProductKey)/$($device.DeviceName)/user/both"
        $null = Register-IotSubscription $get
        $reader = Start-ThreadJob {
            Import-Module $using:ModuleManifest
            (Receive-IotMessage $using:get -Connection $using:connection -Count 20 -TimeoutSeconds 20).Payload
        }
        foreach ($i in 1..20) {
            Send-IotMessage $update $i
            Send-IotEmulatorMessage $get $i
        }
        $reader | Receive-Job -Wait -AutoRemoveJob | Should -Be @(1..20)
        (Receive-IotEmulatorMessage -Count 20 -TimeoutSeconds 20).Payload | Should -Be @(1..20)
    }
}
