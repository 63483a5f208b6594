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

    It 'offers topics to <_>, quoted' -ForEach 'Send-IotMessage', 'Receive-IotMessage', 'Register-IotSubscription' {
        $topics = Get-Completion "$_ -Topic "
        $topics | Should -Contain "'/{ProductKey}/{DeviceName}/user/update'"
        $topics | Should -Contain "'/sys/{ProductKey}/{DeviceName}/thing/event/property/post'"
    }

    It 'goes on with a topic in quotation marks' {
        Get-Completion "Send-IotMessage -Topic '/sys/{ProductKey}/{DeviceName}/thing/service" |
            Should -Be "'/sys/{ProductKey}/{DeviceName}/thing/service/property/set'"
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
        Stop-IotEmulator
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
