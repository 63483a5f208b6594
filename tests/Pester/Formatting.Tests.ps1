#pester:no-parallel - a runspace pool takes the views of a module in its first runspace alone, and here they are tested.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Samples.ps1')

    # Lines without the spaces at their ends, and without empty ones.
    function Get-Line($Output) {
        $Output | Out-String -Width 300 -Stream | ForEach-Object TrimEnd | Where-Object { $_ }
    }

    # The column heads of a table: they stand above the dashes.
    function Get-TableHead($Object) {
        (Get-Line $Object)[0].Trim() -split '\s{2,}|(?<=\S)\s(?=[A-Z])' | Where-Object { $_ }
    }

    function Copy-ThroughClixml($Object) {
        $file = Join-Path $TestDrive "$(New-Guid).xml"
        $Object | Export-Clixml $file
        Import-Clixml $file
    }

    # The names of a list.
    function Get-ListName($Object) {
        Get-Line ($Object | Format-List) | ForEach-Object { if ($_ -match '^(\w+)\s*: ?') { $Matches[1] } }
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'The table of <Type>' -ForEach @(
    @{ Type = 'IotMqttCredential'; Head = 'ProductKey', 'DeviceName', 'SignMethod', 'Mode', 'Endpoint' }
    @{ Type = 'IotMqttConnection'; Head = '*', 'Id', 'Name', 'State', 'Endpoint', 'Since' }
    @{ Type = 'IotSubscription'; Head = 'Qos', 'Buffered', 'Received', 'Dropped', 'Topic' }
    @{ Type = 'IotPublishReceipt'; Head = 'Qos', 'Bytes', 'Latency (ms)', 'Attempts', 'Topic' }
    @{ Type = 'IotMessage'; Head = 'ReceivedAt', 'Qos', 'Topic', 'Payload' }
    @{ Type = 'IotEmulator'; Head = '*', 'Name', 'State', 'Endpoint', 'SecureEndpoint', 'Online' }
    @{ Type = 'IotEmulatorMessage'; Head = 'ReceivedAt', 'Qos', 'Topic', 'Payload' }
    @{ Type = 'IotEmulatorEvent'; Head = 'Time', 'Code', 'Device', 'Message' }
    @{ Type = 'IotEmulatorFault'; Head = 'Fault', 'Value', 'Remaining', 'Device' }
    @{ Type = 'IotEmulatorDevice'; Head = 'DeviceName', 'Online', 'Properties', 'Desired' }
    @{ Type = 'IotEmulatorFirmware'; Head = 'Module', 'Version', 'OfferedVersion', 'Step', 'Description' }
    @{ Type = 'IotEmulatorCall'; Head = 'Device', 'Status', 'Code', 'Payload' }
    @{ Type = 'IotDevice'; Head = 'ProductKey', 'DeviceName', 'ClientId', 'Has', 'Endpoint' }
    @{ Type = 'IotReply'; Head = 'Code', 'Message', 'Elapsed (ms)', 'Method' }
    @{ Type = 'IotRequest'; Head = 'ReceivedAt', 'Kind', 'Method', 'Payload' }
    @{ Type = 'IotMqttPacket'; Head = 'Time', 'Direction', 'Type', 'Id', 'Size', 'Topic' }
    @{ Type = 'IotConnectionTest'; Head = 'Stage', 'Result', 'Elapsed (ms)', 'Finding' }
) {
    It 'is what one sees by default, with its columns' {
        Get-TableHead $samples[$Type] | Should -Be $Head
        (Get-Line $samples[$Type]).Count | Should -Be 3
    }

    It 'is what Format-Table shows' {
        Get-Line ($samples[$Type] | Format-Table) | Should -Be (Get-Line $samples[$Type])
    }
}

Describe 'What stands in the tables' {
    It 'shows how many devices are online' {
        (Get-Line $emulator)[2] | Should -Match '1/1$'
    }

    It 'shows the state of a connection' {
        (Get-Line $connection)[2] | Should -Match 'lamp\s+Connected\s+ws://127\.0\.0\.1'
    }

    It 'shows the payload of a message' {
        (Get-Line $message)[2] | Should -Match 'user/get\s+twenty-two$'
        (Get-Line $published)[2] | Should -Match 'user/update\s+twenty-one$'
    }

    It 'shows size and latency of a receipt' {
        (Get-Line $receipt)[2] | Should -Match '^\s+1\s+10\s+\d+\.\d\s+1 .*user/update$'
    }
}

Describe 'The list of <Type>' -ForEach @(
    @{
        Type  = 'IotMqttCredential'
        Names = 'ProductKey', 'DeviceName', 'ClientId', 'SignMethod', 'Timestamp', 'Transport', 'SecureMode', 'Endpoint',
        'MqttClientId', 'MqttUsername', 'MqttPassword'
    }
    @{
        Type  = 'IotMqttConnection'
        Names = 'Id', 'Name', 'State', 'IsDefault', 'Endpoint', 'ProductKey', 'DeviceName', 'ConnectedAt', 'KeepAliveSeconds',
        'MessagesSent', 'MessagesReceived', 'MessagesDropped', 'InFlight', 'Reconnects', 'LastError', 'Subscriptions'
    }
    @{ Type = 'IotSubscription'; Names = 'Topic', 'Qos', 'BufferSize', 'Buffered', 'Received', 'Dropped', 'ConnectionName' }
    @{ Type = 'IotPublishReceipt'; Names = 'Topic', 'Qos', 'Bytes', 'LatencyMilliseconds', 'Attempts' }
    @{ Type = 'IotMessage'; Names = 'Topic', 'Payload', 'Qos', 'ReceivedAt' }
    @{ Type = 'IotEmulator'; Names = 'Id', 'Name', 'State', 'IsDefault', 'Endpoint', 'SecureEndpoint', 'Devices', 'Online' }
    @{ Type = 'IotEmulatorMessage'; Names = 'DeviceName', 'Topic', 'Payload', 'Qos', 'ReceivedAt' }
    @{ Type = 'IotEmulatorEvent'; Names = 'Number', 'Time', 'Code', 'Device', 'ClientId', 'Message' }
    @{
        Type  = 'IotReply'
        Names = 'Method', 'Id', 'ProductKey', 'DeviceName', 'ConnectionName', 'Code', 'Message', 'Data', 'ElapsedMilliseconds', 'Payload'
    }
    @{
        Type  = 'IotRequest'
        Names = 'Kind', 'Method', 'Service', 'Id', 'Data', 'IsSynchronous', 'ProductKey', 'DeviceName', 'Topic', 'ReplyTopic',
        'ReceivedAt', 'ConnectionName'
    }
    @{ Type = 'IotDevice'; Names = 'ProductKey', 'DeviceName', 'DeviceSecret', 'ClientId', 'DeviceToken', 'Region', 'InstanceId', 'Endpoint' }
    @{ Type = 'IotConnectionTest'; Names = 'Name', 'Stage', 'Result', 'ElapsedMilliseconds', 'Finding', 'Remedy' }
    @{
        Type  = 'IotMqttPacket'
        Names = 'Time', 'Seconds', 'Direction', 'Type', 'Topic', 'PacketId', 'Qos', 'Size', 'PayloadSize', 'Detail', 'Payload',
        'Base64', 'ConnectionName'
    }
    @{ Type = 'IotEmulatorFault'; Names = 'Device', 'Fault', 'Value', 'Remaining', 'Direction', 'Probability' }
) {
    It 'has these properties in this order' {
        Get-ListName $samples[$Type] | Should -Be $Names
    }
}

Describe 'Secrets in views' {
    BeforeAll {
        $secret = [regex]::Escape($device.DeviceSecret)
        $password = [regex]::Escape($credential.GetNetworkCredential().Password)
        $file = Join-Path $TestDrive 'credential.xml'
        $credential | Export-Clixml $file
        $stored = Import-Clixml $file
    }

    It 'shows the password as asterisks in the list' {
        Get-Line ($credential | Format-List) | Should -Contain 'MqttPassword : ********'
        Get-Line ($stored | Format-List) | Should -Contain 'MqttPassword : ********'
    }

    It 'shows a stored credential like a fresh one' {
        $stored.psobject.TypeNames[0] | Should -BeExactly 'Deserialized.AliyunIotWs.IotMqttCredential'
        Get-Line $stored | Should -Be (Get-Line $credential)
        Get-Line ($stored | Format-List) | Should -Be (Get-Line ($credential | Format-List))
    }

    It 'keeps the password in the property, fresh and stored' {
        $stored.MqttPassword | Should -BeOfType securestring
        [System.Net.NetworkCredential]::new('', $stored.MqttPassword).Password |
            Should -BeExactly $credential.GetNetworkCredential().Password
        $credential.GetNetworkCredential().Password.Length | Should -Be 64
    }

    It 'shows no secret: <Case>' -ForEach @(
        @{ Case = 'by default'; Show = { $samples.Values } }
        @{ Case = 'as a table'; Show = { $samples.Values | ForEach-Object { $_ | Format-Table } } }
        @{ Case = 'as a list'; Show = { $samples.Values | ForEach-Object { $_ | Format-List } } }
        @{ Case = 'a credential after an object of another type'; Show = { [System.Version]'1.2', $credential } }
        @{ Case = 'a credential after a connection'; Show = { $connection, $credential, $message, $credential } }
        @{ Case = 'a credential in the list of another type'; Show = { [pscustomobject]@{ A = 1 }, $credential | Format-List } }
        @{ Case = 'a credential in the table of another type'; Show = { $connection, $credential | Format-Table } }
        @{ Case = 'a credential as a property'; Show = { [pscustomobject]@{ Inner = $credential } } }
        @{ Case = 'a credential with all that is in it'; Show = { $credential | Format-Custom } }
        @{ Case = 'a credential as a property, with all that is in it'; Show = { [pscustomobject]@{ Inner = $credential } | Format-Custom } }
        @{ Case = 'a credential in a string'; Show = { "$credential" } }
        @{ Case = 'all properties of a credential'; Show = { $credential | Format-List * -Force } }
        @{ Case = 'all properties, in depth'; Show = { $credential | Format-Custom -Depth 3 } }
        @{ Case = 'the properties that were selected'; Show = { $credential | Select-Object * | Format-List } }
        @{ Case = 'JSON of what holds a credential'; Show = { @{ Inner = @{ Deeper = $credential } } | ConvertTo-Json -Depth 9 } }
        @{ Case = 'CSV of a credential'; Show = { $credential | ConvertTo-Csv } }
        @{ Case = 'a page of a credential'; Show = { $credential | ConvertTo-Html } }
        @{ Case = 'XML of a credential'; Show = { ($credential | ConvertTo-Xml -Depth 4).OuterXml } }
        @{ Case = 'all properties of a stored credential'; Show = { $stored | Format-List * -Force } }
        @{ Case = 'JSON of a stored credential'; Show = { $stored | ConvertTo-Json } }
        @{ Case = 'a stored credential'; Show = { $stored } }
        @{ Case = 'a stored credential after an object of another type'; Show = { [System.Version]'1.2', $stored, $connection } }
        @{ Case = 'a stored credential in the list of another type'; Show = { [pscustomobject]@{ A = 1 }, $stored | Format-List } }
        @{ Case = 'a stored credential with all that is in it'; Show = { $stored | Format-Custom } }
        @{ Case = 'a stored credential in a string'; Show = { "$stored" } }
    ) {
        $text = & $Show | Out-String -Width 1000
        $text | Should -Match ([regex]::Escape($device.DeviceName))
        $text | Should -Not -Match $password
        $text | Should -Not -Match $secret
    }
}

Describe 'Foreign text in views' {
    BeforeAll {
        $escape = [char]27
        $hostile = "/$($device.ProductKey)/$($device.DeviceName)/user/get/$escape]0;mine$([char]7)$([char]0x202E)"
        $null = Register-IotSubscription "$topic/+"
        Send-IotEmulatorMessage $hostile "$escape[2Jon"
        $got = Receive-IotMessage -Topic "$topic/+" -Count 1 -TimeoutSeconds 10
        $sent = $got | Send-IotMessage -Topic "/{ProductKey}/{DeviceName}/user/up/$escape[31m" -PassThru
        $arrived = Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10
        $stranger = "$($device.ProductKey).x$escape[8m|securemode=3,signmethod=hmacsha256|"
        $refused = Get-ErrorOf {
            Connect-IotMqtt -MqttClientId $stranger -MqttUsername "$escape[7mname&key" -MqttPassword 'none' -Endpoint $emulator.Endpoint
        }
        $events = @(Get-IotEmulatorEvent -Code Refused)
        $filter = Register-IotSubscription "/$($device.ProductKey)/$($device.DeviceName)/user/get/$escape[5m"
        Send-IotMessage '/sys/{ProductKey}/{DeviceName}/thing/event/property/post' (
            @{ id = '1'; version = '1.0'; params = @{ Text = "$escape[6m" }; method = 'thing.event.property.post' })
        Send-IotMessage '/ota/device/progress/{ProductKey}/{DeviceName}' (
            @{ id = '2'; params = @{ step = '1'; desc = "$escape[6m"; module = 'default' } })
        $null = Register-IotSubscription '/sys/{ProductKey}/{DeviceName}/thing/service/Say'
        $call = Invoke-IotEmulatorService $device.DeviceName Say -NoWait
        Send-IotMessage '/sys/{ProductKey}/{DeviceName}/thing/service/Say_reply' "{`"id`":`"$($call.Id)`",`"code`":200,`"data`":{`"a`":`"\u001b[9m`"},`"x`":`"$([char]0x9B)`"}"
        Wait-Until { $call.Status -eq 'Success' }
    }

    It 'keeps the value as it came' {
        $got.Topic | Should -BeExactly $hostile
        $got.Payload | Should -BeExactly "$escape[2Jon"
        $arrived.Payload | Should -BeExactly "$escape[2Jon"
    }

    It 'shows what a terminal would obey in <What>' -ForEach @(
        @{ What = 'a message'; Item = { $got }; Shown = [regex]::Escape('␛]0;mine␇\u202E') }
        @{ What = 'a receipt'; Item = { $sent }; Shown = [regex]::Escape('␛[31m') }
        @{ What = 'a message of a device'; Item = { $arrived }; Shown = [regex]::Escape('␛[2Jon') }
        @{ What = 'events'; Item = { $events }; Shown = '␛' }
        @{ What = 'an error'; Item = { $refused }; Shown = 'refused' }
        @{ What = 'an error about a topic'; Item = { Get-ErrorOf { Send-IotMessage "$escape[3m#" x } }; Shown = '␛' }
        @{ What = 'a subscription'; Item = { $filter }; Shown = [regex]::Escape('␛[5m') }
        @{ What = 'a connection'; Item = { $connection }; Shown = [regex]::Escape('␛[5m') }
        @{ What = 'a device of the emulator'; Item = { Get-IotEmulatorDevice }; Shown = [regex]::Escape('Text=␛[6m') }
        @{ What = 'its firmware'; Item = { (Get-IotEmulatorDevice).Firmware }; Shown = [regex]::Escape('␛[6m') }
        @{ What = 'a call'; Item = { $call }; Shown = [regex]::Escape('\u009B') }
    ) {
        foreach ($view in { Format-Table -InputObject $one -Wrap }, { Format-List -InputObject $one }, { $one }, { "$($one.Message)" }) {
            foreach ($one in & $item) {
                $text = & $view | Out-String -Width 400
                # PowerShell's own colours have this form.
                $text -replace '\x1b\[[\d;]*m' | Should -Not -Match '[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\u202E]'
            }
        }
        & $item | Format-List | Out-String -Width 400 | Should -Match $shown
    }

    It 'shows it in all properties of <What>, which asks no view' -ForEach @(
        @{ What = 'an event'; Item = { $events }; Shown = [regex]::Escape('␛[8m') }
        @{ What = 'a message'; Item = { $got }; Shown = [regex]::Escape('␛[2Jon') }
        @{ What = 'a message of a device'; Item = { $arrived }; Shown = [regex]::Escape('␛[2Jon') }
        @{ What = 'a receipt'; Item = { $sent }; Shown = [regex]::Escape('␛[31m') }
        @{ What = 'a subscription'; Item = { $filter }; Shown = [regex]::Escape('␛[5m') }
        @{ What = 'a call'; Item = { $call }; Shown = [regex]::Escape('\u009B') }
    ) {
        foreach ($one in & $item) {
            $text = $one | Format-List * -Force | Out-String -Width 400
            $text -replace '\x1b\[[\d;]*m' | Should -Not -Match '[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\u202E]'
            $text | Should -Match $shown
        }
    }

    It 'is the value itself for all but a screen' {
        "$($got.Payload)" | Should -BeExactly "$escape[2Jon"
        $got.Payload.Length | Should -Be 6
        $got.Payload -eq "$escape[2Jon" | Should -BeTrue
        ($got | ConvertTo-Json | ConvertFrom-Json).Payload | Should -BeExactly "$escape[2Jon"
        (Copy-ThroughClixml $got).Topic | Should -BeExactly $hostile
    }
}
