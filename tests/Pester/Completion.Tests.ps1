BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')

    # What is offered at the end of the text.
    function Get-Completion([string] $Text) {
        @((TabExpansion2 -inputScript $Text -cursorColumn $Text.Length).CompletionMatches.CompletionText)
    }
}

Describe 'Completion of values that are known beforehand' {
    It 'offers the regions to <_>' -ForEach 'New-IotMqttCredential', 'Connect-IotMqtt' {
        $regions = Get-Completion "$_ -Region "
        $regions | Should -Contain 'cn-shanghai'
        $regions | Should -Contain 'ap-southeast-1'
        $regions.Count | Should -BeGreaterThan 5
    }

    It 'offers the regions that begin with what was typed' {
        Get-Completion 'New-IotMqttCredential -Region us-' | Should -Be @('us-west-1', 'us-east-1')
        Get-Completion 'New-IotMqttCredential -Region US-W' | Should -Be 'us-west-1'
    }

    It 'offers the sign methods to <_>' -ForEach 'New-IotMqttCredential', 'Connect-IotMqtt' {
        $methods = Get-Completion "$_ -SignMethod "
        $methods.Count | Should -Be 3
        foreach ($method in 'HmacMd5', 'HmacSha1', 'HmacSha256') { $methods | Should -Contain $method }
        Get-Completion "$_ -SignMethod hmacm" | Should -Be 'HmacMd5'
    }

    It 'offers the transports to <_>' -ForEach 'New-IotMqttCredential', 'Connect-IotMqtt' {
        $transports = Get-Completion "$_ -Transport "
        $transports.Count | Should -Be 2
        foreach ($transport in 'Ws', 'Wss') { $transports | Should -Contain $transport }
    }

    It 'offers the topics that a device sends on to <_>, quoted' -ForEach @(
        'Send-IotMessage', 'Send-IotMessage -Topic', 'Test-IotMqttConnection -PublishTopic', 'Invoke-IotRequest -Topic'
    ) {
        $topics = Get-Completion "$_ "
        foreach ($topic in '/{ProductKey}/{DeviceName}/user/update', '/sys/{ProductKey}/{DeviceName}/thing/event/property/post') {
            $topics | Should -Contain "'$topic'"
        }
        $topics | Should -Not -Contain "'/{ProductKey}/{DeviceName}/user/get'"
    }

    It 'offers the topics that the cloud sends on to <_>, quoted' -ForEach @(
        'Receive-IotMessage', 'Register-IotSubscription -Topic', 'Test-IotMqttConnection -SubscribeTopic', 'Invoke-IotRequest -ReplyTopic'
    ) {
        $topics = Get-Completion "$_ "
        foreach ($topic in @(
                '/{ProductKey}/{DeviceName}/user/get'
                '/sys/{ProductKey}/{DeviceName}/thing/event/property/post_reply'
                '/sys/{ProductKey}/{DeviceName}/thing/service/property/set'
            )) { $topics | Should -Contain "'$topic'" }
        $topics | Should -Not -Contain "'/{ProductKey}/{DeviceName}/user/update'"
    }

    It 'goes on with a topic in quotation marks' {
        Get-Completion "Receive-IotMessage -Topic '/sys/{ProductKey}/{DeviceName}/thing/service/p" |
            Should -Be "'/sys/{ProductKey}/{DeviceName}/thing/service/property/set'"
    }

    It 'offers the qualities of service to <_>' -ForEach @(
        'Send-IotMessage', 'Receive-IotMessage', 'Register-IotSubscription', 'Invoke-IotRequest', 'Send-IotEmulatorMessage'
    ) {
        Get-Completion "$_ -Qos " | Should -Be '0', '1'
    }

    It 'offers the methods of requests' {
        Get-Completion 'Invoke-IotRequest ntp' | Should -Be 'ntp.request'
        (Get-Completion 'Invoke-IotRequest ').Count | Should -BeGreaterThan 30
    }

    It 'offers <Values> to <Line>' -ForEach @(
        @{ Line = 'Set-IotEmulatorDevice lamp -Enabled '; Values = '$false', '$true' }
        @{ Line = 'Set-IotEmulatorFault -RefuseConnect '; Values = 1..5 }
    ) {
        Get-Completion $Line | Sort-Object | Should -Be $Values
    }

    It 'has something to offer for every parameter with a finite set behind it' {
        $finite = 'Connection', 'Emulator', 'Endpoint', 'Region', 'Method', 'Qos', 'Topic', 'ReplyTopic', 'SubscribeTopic', 'PublishTopic', 'BroadcastTo'
        foreach ($command in Get-Command -Module AliyunIotWs) {
            # What these take, a new device or objects of the pipeline, is not known before.
            $names = $finite + ($command.Name -match '^(Add-|Start-IotEmulator)' ? @() : 'Device') +
                ($command.Name -match '^(Get|Disconnect)-' ? 'Name' : @())
            $command.Parameters.Values | Where-Object Name -In $names | ForEach-Object {
                $completers = $_.Attributes | Where-Object { $_ -is [System.Management.Automation.ArgumentCompleterAttribute] }
                $completers | Should -Not -BeNullOrEmpty -Because "$($command.Name) -$($_.Name)"
            }
        }
    }
}

Describe 'Completion of what the session has' {
    BeforeAll {
        $device = New-TestDevice
        $product = New-TestProduct @{ '/user/own' = 'Subscribe' }
        $emulator = Start-IotEmulator -Device $device -Product $product
        $first = New-IotMqttCredential @device -Endpoint $emulator.Endpoint | Connect-IotMqtt -Name lamp1
        $null = Register-IotSubscription '/{ProductKey}/{DeviceName}/user/own' -Connection $first
    }

    AfterAll {
        Disconnect-IotMqtt -All
        Stop-IotEmulator -All
    }

    It 'offers the connections to <_>' -ForEach @(
        'Send-IotMessage -Connection', 'Receive-IotMessage -Connection', 'Register-IotSubscription -Connection'
        'Unregister-IotSubscription -Connection', 'Disconnect-IotMqtt -Connection', 'Disconnect-IotMqtt -Name'
        'Get-IotMqttConnection -Name'
    ) {
        Get-Completion "$_ " | Should -Be 'lamp1'
        Get-Completion "$_ LA" | Should -Be 'lamp1'
    }

    It 'offers a name that the command then takes' {
        $connection = New-IotMqttCredential @device -Endpoint $emulator.Endpoint | Connect-IotMqtt -Name "Ann's lamp"
        $offered = Get-Completion 'Disconnect-IotMqtt -Connection Ann'
        $offered | Should -Be "'Ann''s lamp'"
        & ([scriptblock]::Create("Disconnect-IotMqtt -Connection $offered"))
        $connection.State | Should -Be 'Disconnected'
    }

    It 'offers the emulators to <_>' -ForEach @(
        'Get-IotEmulatorDevice -Emulator', 'Stop-IotEmulator', 'Select-IotEmulator', 'Restart-IotEmulator', 'Get-IotEmulator'
        'Get-IotEmulatorEvent -Emulator', 'Get-IotEmulatorFault -Emulator'
    ) {
        Get-Completion "$_ " | Should -Be $emulator.Name
        Get-Completion "$_ EMU" | Should -Be $emulator.Name
    }

    It 'offers the addresses of the emulators to <_>' -ForEach 'Connect-IotMqtt', 'New-IotMqttCredential', 'Test-IotMqttConnection' {
        Get-Completion "$_ -Endpoint " | Should -Be "'$($emulator.Endpoint)'", "'$($emulator.SecureEndpoint)'"
        Get-Completion "$_ -Endpoint wss" | Should -Be "'$($emulator.SecureEndpoint)'"
    }

    It 'offers the address that takes a registration to Register-IotDevice' {
        Get-Completion 'Register-IotDevice -Endpoint ' | Should -Be "'$($emulator.SecureEndpoint)'"
    }

    It 'goes on with a topic that begins with the device itself' {
        Get-Completion "Send-IotMessage /$($device.ProductKey)/$($device.DeviceName)/user/update/" |
            Should -Be "'/$($device.ProductKey)/$($device.DeviceName)/user/update/error'"
        Get-Completion "Send-IotMessage -Connection lamp1 -Topic /sys/$($device.ProductKey)/$($device.DeviceName)/thing/event/property/p" |
            Should -Contain "'/sys/$($device.ProductKey)/$($device.DeviceName)/thing/event/property/post'"
    }

    It 'offers the topics of its devices to Receive-IotEmulatorMessage' {
        Get-Completion 'Receive-IotEmulatorMessage ' | Should -Contain "'/+/+/user/update'"
        Get-Completion "Receive-IotEmulatorMessage /$($device.ProductKey)/$($device.DeviceName)/user/update/" |
            Should -Be "'/$($device.ProductKey)/$($device.DeviceName)/user/update/error'"
    }

    It 'offers the topics to its devices to <_>, those of the product too' -ForEach @(
        'Send-IotEmulatorMessage', "Invoke-IotEmulatorService -Payload x -Topic"
    ) {
        Get-Completion "$_ " | Should -Contain "'/{ProductKey}/{DeviceName}/user/own'"
        Get-Completion "$_ /$($device.ProductKey)/$($device.DeviceName)/user/o" |
            Should -Be "'/$($device.ProductKey)/$($device.DeviceName)/user/own'"
    }

    It 'offers the products to a broadcast' {
        Get-Completion 'Send-IotEmulatorMessage -BroadcastTo ' | Should -Be $device.ProductKey
    }

    It 'offers the subscriptions, and nothing else, to Unregister-IotSubscription' {
        Get-Completion 'Unregister-IotSubscription ' | Should -Be "'/$($device.ProductKey)/$($device.DeviceName)/user/own'"
    }

    It 'offers the topics of the subscriptions first' {
        (Get-Completion 'Receive-IotMessage -Topic ')[0] |
            Should -Be "'/$($device.ProductKey)/$($device.DeviceName)/user/own'"
    }
}

Describe 'Completion and the network' {
    It 'never connects' {
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        try {
            $connect = "Connect-IotMqtt -ProductKey pk -DeviceName lamp -DeviceSecret s -Endpoint ws://$($listener.LocalEndpoint)"
            $offered = @(
                Get-Completion "$connect -Region "
                Get-Completion "Connect-IotMqtt -Endpoint ws://$($listener.LocalEndpoint)"
                Get-Completion "$connect | Invoke-IotRequest "
                Get-Completion "$connect -SignMethod "
                Get-Completion "$connect -Transport "
                Get-Completion "$connect | Send-IotMessage -Topic "
                Get-Completion "Send-IotMessage -Connection ($connect) -Topic "
                Get-Completion "$connect; Send-IotMessage -Connection "
            )
            $offered.Count | Should -BeGreaterThan 10
            $listener.Pending() | Should -BeFalse
            Get-IotMqttConnection | Should -BeNullOrEmpty
        }
        finally {
            $listener.Stop()
        }
    }
}
