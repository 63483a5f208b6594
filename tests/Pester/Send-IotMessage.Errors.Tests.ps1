BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    Disconnect-IotMqtt -All
    $device = New-TestDevice
    $emulator = Start-IotEmulator -Device $device
    $topic = "/$($device.ProductKey)/$($device.DeviceName)/user/update"
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator $emulator
}

Describe 'Send-IotMessage without a connection' {
    It 'says NotConnected and ends the statement' {
        $reached = $false
        try { 'a', 'b' | Send-IotMessage -Topic $topic -ErrorAction SilentlyContinue; $reached = $true } catch { $caught = $_ }
        $reached | Should -BeFalse
        $caught.FullyQualifiedErrorId | Should -Be 'NotConnected,AliyunIotWs.PowerShell.Commands.SendIotMessageCommand'
        $caught.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
        $caught.ErrorDetails.RecommendedAction | Should -Match 'Connect-IotMqtt'
    }

    It 'says NotConnected on a connection that was closed' {
        $closed = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        Disconnect-IotMqtt
        $record = Get-ErrorOf { 'a' | Send-IotMessage -Topic $topic -Connection $closed }
        $record.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        $record.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
    }

    It 'refuses the name of a connection that does not exist' {
        Get-ErrorId { 'a' | Send-IotMessage -Topic $topic -Connection 'nobody' } | Should -Be 'ParameterArgumentTransformationError'
    }
}

Describe 'Send-IotMessage with a wrong topic' {
    BeforeAll { $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint }
    AfterAll { Disconnect-IotMqtt }

    It 'says InvalidTopic for <what>' -ForEach @(
        @{ What = 'an empty topic'; Name = '' }
        @{ What = 'a plus'; Name = '/a/+/b' }
        @{ What = 'a hash'; Name = '/a/#' }
        @{ What = 'a null character'; Name = "/a/`0b" }
        @{ What = 'more bytes than a packet can hold'; Name = '/' + ('温' * 30000) }
    ) {
        $record = Get-ErrorOf { 'the message' | Send-IotMessage -Topic $name }
        $record.FullyQualifiedErrorId | Should -Be 'InvalidTopic,AliyunIotWs.PowerShell.Commands.SendIotMessageCommand'
        $record.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $record.TargetObject | Should -Be 'the message'
        $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'reports the one that is wrong and sends the others' {
        $records = @([pscustomobject]@{ Topic = $topic; Payload = '1' }, [pscustomobject]@{ Topic = '/#'; Payload = '2' },
            [pscustomobject]@{ Topic = $topic; Payload = '3' } | Send-IotMessage 2>&1)
        $records.Count | Should -Be 1
        $records[0].FullyQualifiedErrorId | Should -BeLike 'InvalidTopic,*'
        (Receive-IotEmulatorMessage -Count 2 -TimeoutSeconds 10).Payload | Should -Be '1', '3'
    }
}

Describe 'Send-IotMessage to a topic that the platform drops without an answer' {
    BeforeAll {
        $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        $forbidden = "/$($device.ProductKey)/another-device/user/update"
    }

    AfterAll { Disconnect-IotMqtt }

    It 'says PublishTimeout after -TimeoutSeconds, with the message as target' {
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $record = Get-ErrorOf { 'the message' | Send-IotMessage -Topic $forbidden -TimeoutSeconds 1 }
        $watch.Elapsed.TotalSeconds | Should -BeGreaterOrEqual 1
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 3
        $record.FullyQualifiedErrorId | Should -Be 'PublishTimeout,AliyunIotWs.PowerShell.Commands.SendIotMessageCommand'
        $record.CategoryInfo.Category | Should -Be 'OperationTimeout'
        $record.TargetObject | Should -Be 'the message'
        $record.ErrorDetails.RecommendedAction | Should -Match 'may publish'
    }

    It 'sends the others, and gives receipts for them alone' {
        $results = @([pscustomobject]@{ Topic = $topic; Payload = '1' }, [pscustomobject]@{ Topic = $forbidden; Payload = '2' },
            [pscustomobject]@{ Topic = $topic; Payload = '3' } | Send-IotMessage -TimeoutSeconds 1 -PassThru 2>&1)
        $receipts = $results | Where-Object { $_ -is [AliyunIotWs.IotPublishReceipt] }
        $receipts.Topic | Should -Be $topic, $topic
        $results.Count | Should -Be 3
        (Receive-IotEmulatorMessage -Count 2 -TimeoutSeconds 10).Payload | Should -Be '1', '3'
    }

    It 'says what is wrong with <Topic>' -ForEach @(
        @{ Topic = '/{ProductKey}/{DeviceName}/update'; Advice = '/{DeviceName}/user/' }
        @{ Topic = "/$nowhere/$nowhere/user/update"; Advice = 'single quotes' }
        @{ Topic = '{ProductKey}/{DeviceName}/user/update'; Advice = "begin with '/'" }
        @{ Topic = '/{ProductKey}/<DeviceName>/user/update'; Advice = 'placeholder' }
        @{ Topic = '/{ProductKey}/{DeviceName}/user/update '; Advice = 'ends with white space' }
        @{ Topic = '/{ProductKey}/{DeviceName}/user/upadte'; Advice = 'Get-IotEmulatorEvent' }
    ) {
        $record = Get-ErrorOf { Send-IotMessage $Topic 'lost' -TimeoutSeconds 0.5 }
        $record.FullyQualifiedErrorId | Should -BeLike 'PublishTimeout,*'
        $record.ErrorDetails.RecommendedAction | Should -BeLike "*$Advice*"
    }

    It 'writes its seconds as they were given, in any culture' {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            $record = Get-ErrorOf { Send-IotMessage $forbidden 'lost' -TimeoutSeconds 0.25 }
        }
        finally { [cultureinfo]::CurrentCulture = $before }
        $record.Exception.Message | Should -Match 'within 0\.25 s'
    }

    It 'has no effect on what is sent afterwards' {
        $connection.State | Should -Be 'Connected'
        'still here' | Send-IotMessage -Topic $topic
        (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10).Payload | Should -Be 'still here'
    }

    It 'leaves the connection usable even after more of them than the window holds' {
        $records = @(1..1030 | Send-IotMessage -Topic $forbidden -TimeoutSeconds 1 2>&1)
        $records.Count | Should -Be 1030
        'still here' | Send-IotMessage -Topic $topic -TimeoutSeconds 5
        (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 1).Payload | Should -Be 'still here'
    }
}
