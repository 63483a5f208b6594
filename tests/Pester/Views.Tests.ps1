#pester:no-parallel - a runspace pool takes the views of a module in its first runspace alone, and here they are tested.
# Nothing that matters is cut at 80 columns, with names and topics of the platform's usual length.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device = @{ ProductKey = 'a1B2c3D4e5F'; DeviceName = 'lamp-0123456789abcdefghi'; DeviceSecret = 'x' }
    $emulator = Start-IotEmulator -Device $device -Product @{ ProductKey = $device.ProductKey; ProductSecret = 'x' }
    $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
    $property = '/sys/{ProductKey}/{DeviceName}/thing/event/property/post'
    $topic = "/sys/$($device.ProductKey)/$($device.DeviceName)/thing/event/property/post"
    Start-IotMqttTrace
    $receipt = Send-IotMessage $property '{"id":"1","version":"1.0","params":{"Light":1},"method":"thing.event.property.post"}' -PassThru
    $packet = Stop-IotMqttTrace -PassThru | Where-Object Type -EQ PUBLISH | Select-Object -First 1
    $published = Receive-IotEmulatorMessage $topic -Count 1 -TimeoutSeconds 30
    $subscription = Register-IotSubscription "${property}_reply"
    $reply = Invoke-IotRequest thing.event.property.post @{ Light = 0 }
    $message = Receive-IotMessage -Count 1 -TimeoutSeconds 30
    $call = Invoke-IotEmulatorService $device.DeviceName -Property @{ Light = 1 } -NoWait
    $null = Receive-IotRequest -TimeoutSeconds 0
    $null = Invoke-IotEmulatorService $device.DeviceName -Property @{ Light = 1 } -NoWait
    $request = Receive-IotRequest -Count 1 -TimeoutSeconds 30
    Set-IotEmulatorFault -LatencyMilliseconds 1 -Direction Down -Device $device.DeviceName
    Set-IotEmulatorDevice $device.DeviceName -Firmware @{ Version = '2.0.0-release'; Content = 'package' }
    $tried = Test-IotMqttConnection -Connection $connection | Select-Object -Last 1
    $registered = [AliyunIotWs.IotDevice]@{ ProductKey = $device.ProductKey; DeviceName = $device.DeviceName }

    $name = "$($device.ProductKey)/$($device.DeviceName)"
    # What must be there of each, without spaces, as a cell that is too long goes on in the next line.
    $views = @{
        IotMqttCredential   = (New-IotMqttCredential @device), $device.ProductKey, $device.DeviceName, 'HmacSha256', 'aliyuncs.com/'
        IotMqttConnection   = $connection, "$($device.ProductKey).$($device.DeviceName)", 'Connected', "$($emulator.Endpoint)"
        IotPublishReceipt   = $receipt, $topic, '84', $receipt.LatencyMilliseconds.ToString('0.0', [cultureinfo]::InvariantCulture)
        IotMessage          = $message, "${topic}_reply", $message.Payload
        IotEmulatorMessage  = $published, $topic, $published.Payload
        IotSubscription     = $subscription, "${topic}_reply"
        IotEmulator         = $emulator, $emulator.Name, 'Running', "$($emulator.Endpoint)", "$($emulator.SecureEndpoint)", '1/1'
        IotEmulatorEvent    = (Get-IotEmulatorEvent -Code Connected | Select-Object -First 1), 'Connected', $name, '127.0.0.1'
        IotEmulatorFault    = (Get-IotEmulatorFault), 'LatencyMilliseconds(Down)', $name
        IotEmulatorDevice   = (Get-IotEmulatorDevice), $device.DeviceName, 'True', 'Light=0'
        IotEmulatorFirmware = (Get-IotEmulatorDevice).Firmware[0], '2.0.0-release'
        IotEmulatorCall     = $call, $name, $call.Status
        IotDevice           = $registered, $device.ProductKey, $device.DeviceName
        IotReply            = $reply, '200', 'success', 'thing.event.property.post'
        IotRequest          = $request, 'PropertySet', 'thing.service.property.set', $request.Payload
        IotMqttPacket       = $packet, 'Sent', 'PUBLISH', $topic
        IotConnectionTest   = $tried, $tried.Stage, $tried.Result, ($tried.Finding -replace '\s')
    }

    # The cells of a column stand below each other: what is read is one column after the other.
    function Read-Column([System.Collections.Generic.List[string]] $Lines) {
        $rule = $Lines | Where-Object { $_ -match '^[ -]+$' } | Select-Object -First 1
        $rows = $Lines | Select-Object -Skip ($Lines.IndexOf($rule) + 1)
        # The rule is as long as the head: text begins with it, numbers end with it.
        $heads = [regex]::Matches($rule, '-+')
        $starts = @($heads | ForEach-Object Index) + 1000
        $ends = @(0) + @($heads | ForEach-Object { $_.Index + $_.Length })
        for ($i = 0; $i -lt $heads.Count; $i++) {
            -join ($rows | ForEach-Object { $_.PadRight(1000).Substring($starts[$i], $starts[$i + 1] - $starts[$i]) })
            -join ($rows | ForEach-Object { $_.PadRight(1000).Substring($ends[$i], $ends[$i + 1] - $ends[$i]) })
        }
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'The view of <View>' -ForEach (@(
    'IotMqttCredential', 'IotMqttConnection', 'IotPublishReceipt', 'IotMessage', 'IotEmulatorMessage', 'IotSubscription'
    'IotEmulator', 'IotEmulatorEvent', 'IotEmulatorFault', 'IotEmulatorDevice', 'IotEmulatorFirmware', 'IotEmulatorCall'
    'IotDevice', 'IotReply', 'IotRequest', 'IotMqttPacket', 'IotConnectionTest'
) | ForEach-Object { @{ View = $_ } }) {
    It 'is whole at <Width> columns' -ForEach @{ Width = 80 }, @{ Width = 120 } {
        $object, $wanted = $views[$View]
        $lines = $object | Format-Table | Out-String -Width $Width -Stream | Where-Object { $_.Trim() }
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $Width
        $lines -match '…' | Should -BeNullOrEmpty
        $text = (Read-Column $lines) -replace '\s' -join ' '
        foreach ($word in $wanted) { $text | Should -BeLike "*$([wildcardpattern]::Escape($word))*" }
        # A head that runs vertically has lines above the rule.
        $lines[1] | Should -Match '^[ -]+$'
    }
}

Describe 'The view of a receipt' {
    It 'shows the topic of a property post in one line at 120 columns, where it is the last column' {
        $receipt | Out-String -Width 120 | Should -Match ([regex]::Escape($topic))
    }
}
