BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Mosquitto.ps1')
    Disconnect-IotMqtt -All
    $device = New-TestDevice
    # The same client id in each test and no time in it, so that the password file can hold the signature.
    $credential = New-IotMqttCredential @device -NoTimestamp -Transport Ws
    $user = "/$($device.ProductKey)/$($device.DeviceName)/user"
}

Describe 'mosquitto with the signed user name and password' -Tag 'Mosquitto' {
    BeforeAll {
        $broker = Start-TestBroker -User @{ $credential.MqttUsername = $credential.GetNetworkCredential().Password }
    }

    AfterAll { Stop-TestBroker $broker }

    BeforeEach { $connection = $credential | Connect-IotMqtt -Endpoint $broker.Endpoint -CleanSession }
    AfterEach { Disconnect-IotMqtt -All }

    It 'lets the device in' {
        $connection.State | Should -Be 'Connected'
    }

    It 'refuses a wrong signature, which becomes NotAuthorized' {
        $wrong = $device.Clone()
        $wrong.DeviceSecret = 'wrong'
        $record = Get-ErrorOf { Connect-IotMqtt @wrong -Endpoint $broker.Endpoint }
        $record.FullyQualifiedErrorId | Should -BeLike 'NotAuthorized,*'
        $record.CategoryInfo.Category | Should -Be 'PermissionDenied'
        $record.Exception.Message | Should -Match 'CONNACK 5'
        $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'gets from the device what it sends, with QoS <_>' -ForEach 0, 1 {
        $reader = Start-BrokerReader $broker -Topic "$user/update" -Count 3
        'a', '温度', 'c' | Send-IotMessage -Topic '/{ProductKey}/{DeviceName}/user/update' -Qos $_
        $got = @(Complete-BrokerReader $reader)
        $got | ForEach-Object { [System.Text.Encoding]::UTF8.GetString($_.Bytes) } | Should -Be 'a', '温度', 'c'
        $got.Qos | Should -Be $_, $_, $_
        $got.Topic | Should -Be "$user/update", "$user/update", "$user/update"
    }

    It 'gives the device what others publish, with QoS <_>' -ForEach 0, 1 {
        $null = Register-IotSubscription -Topic "$user/get"
        Send-BrokerMessage $broker -Topic "$user/get" -Lines 'a', '温度', 'c' -Qos $_
        $got = Receive-IotMessage -Topic "$user/get" -Count 3 -TimeoutSeconds 10
        $got.Payload | Should -Be 'a', '温度', 'c'
        $got.Qos | Should -Be $_, $_, $_
    }

    It 'lowers the QoS to that of the subscription' {
        $subscription = Register-IotSubscription -Topic "$user/get" -Qos 0
        $subscription.Qos | Should -Be 0
        Send-BrokerMessage $broker -Topic "$user/get" -Lines 'x' -Qos 1
        (Receive-IotMessage -Count 1 -TimeoutSeconds 10).Qos | Should -Be 0
    }

    It 'passes every byte in both directions' {
        $bytes = [byte[]](0..255)
        $reader = Start-BrokerReader $broker -Topic "$user/update"
        Send-IotMessage -Topic "$user/update" -Payload $bytes
        (Complete-BrokerReader $reader).Bytes | Should -Be $bytes

        $null = Register-IotSubscription -Topic "$user/get"
        Send-BrokerMessage $broker -Topic "$user/get" -Bytes $bytes
        (Receive-IotMessage -Count 1 -TimeoutSeconds 10).Bytes | Should -Be $bytes
    }

    It 'takes 1 MB in one message' {
        $bytes = [System.Security.Cryptography.RandomNumberGenerator]::GetBytes(1MB)
        $reader = Start-BrokerReader $broker -Topic "$user/large"
        Send-IotMessage -Topic "$user/large" -Payload $bytes
        $got = Complete-BrokerReader $reader
        [System.Linq.Enumerable]::SequenceEqual([byte[]]$got.Bytes, $bytes) | Should -BeTrue
    }

    It 'gives a message that its WebSocket listener cuts into many frames' {
        # It writes 4 KB at a time and waits for 100 ms after each, so that a larger message would only take longer.
        $bytes = [System.Security.Cryptography.RandomNumberGenerator]::GetBytes(40000)
        $null = Register-IotSubscription -Topic "$user/large"
        Send-BrokerMessage $broker -Topic "$user/large" -Bytes $bytes
        $got = Receive-IotMessage -Topic "$user/large" -Count 1 -TimeoutSeconds 20
        [System.Linq.Enumerable]::SequenceEqual([byte[]]$got.Bytes, $bytes) | Should -BeTrue
    }

    It 'passes 1,000 messages in their order from the device' {
        $reader = Start-BrokerReader $broker -Topic "$user/update" -Count 1000
        1..1000 | Send-IotMessage -Topic "$user/update"
        $got = Complete-BrokerReader $reader | ForEach-Object { [System.Text.Encoding]::UTF8.GetString($_.Bytes) }
        $got -join ',' | Should -Be (1..1000 -join ',')
    }

    It 'passes 1,000 messages in their order to the device' {
        $null = Register-IotSubscription -Topic "$user/get"
        Send-BrokerMessage $broker -Topic "$user/get" -Lines (1..1000)
        $got = Receive-IotMessage -Topic "$user/get" -Count 1000 -TimeoutSeconds 30
        $got.Payload -join ',' | Should -Be (1..1000 -join ',')
    }

    It 'emits a message once where filters overlap' {
        $null = Register-IotSubscription -Topic "$user/+", "$user/get", "$user/#"
        Send-BrokerMessage $broker -Topic "$user/get" -Lines 'once'
        Send-BrokerMessage $broker -Topic "$user/last" -Lines 'last'
        $got = @(Receive-IotMessage -Topic "$user/+", "$user/get", "$user/#" -TimeoutSeconds 1)
        $got.Payload | Should -Be 'once', 'last'
    }
}

Describe 'mosquitto that goes away and comes back' -Tag 'Mosquitto' {
    BeforeEach {
        $broker = Start-TestBroker
        $connection = $credential | Connect-IotMqtt -Endpoint $broker.Endpoint
        $null = Register-IotSubscription -Topic "$user/get"
        Suspend-TestBroker $broker
        $noticed = Wait-Until { $connection.State -eq 'Reconnecting' }
    }

    AfterEach {
        Disconnect-IotMqtt -All
        Stop-TestBroker $broker
    }

    It 'is connected again without being asked, and messages flow both ways' {
        $noticed | Should -BeTrue
        $connection.LastError | Should -BeLike 'Connect*'
        Resume-TestBroker $broker
        Wait-Until { $connection.State -eq 'Connected' } -TimeoutSeconds 30 | Should -BeTrue
        $connection.Reconnects | Should -Be 1

        $reader = Start-BrokerReader $broker -Topic "$user/update"
        'up' | Send-IotMessage -Topic "$user/update"
        [System.Text.Encoding]::UTF8.GetString((Complete-BrokerReader $reader).Bytes) | Should -Be 'up'

        # The broker has lost its memory, so the module has subscribed anew before the message above was acknowledged.
        Send-BrokerMessage $broker -Topic "$user/get" -Lines 'down'
        (Receive-IotMessage -Topic "$user/get" -Count 1 -TimeoutSeconds 10).Payload | Should -Be 'down'
    }

    It 'gets what was sent while it was away' {
        $noticed | Should -BeTrue
        $sending = Start-ThreadJob {
            Import-Module $using:ModuleManifest
            1..5 | Send-IotMessage -Connection $using:connection -Topic "$using:user/get" -PassThru
        }
        try {
            Wait-Until { $connection.InFlight -eq 5 } | Should -BeTrue
            Resume-TestBroker $broker
            @($sending | Receive-Job -Wait).Count | Should -Be 5
            (Receive-IotMessage -Topic "$user/get" -Count 5 -TimeoutSeconds 10).Payload | Should -Be (1..5)
        }
        finally {
            Remove-Job $sending -Force
        }
    }

    It 'is not waited for with QoS 0 longer than -TimeoutSeconds' {
        $record = Get-ErrorOf { 'x' | Send-IotMessage -Topic "$user/update" -Qos 0 -TimeoutSeconds 1 }
        $record.FullyQualifiedErrorId | Should -BeLike 'PublishTimeout,*'
        $record.CategoryInfo.Category | Should -Be 'OperationTimeout'
    }
}
