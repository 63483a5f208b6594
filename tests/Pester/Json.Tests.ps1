# One line of JSON a message, for other programs, and an exit code that tells why a script has ended.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device = New-TestDevice
    $emulator = Start-IotEmulator -Device $device
    $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint -Name lamp
    $update = '/{ProductKey}/{DeviceName}/user/update'
    $get = "/$($device.ProductKey)/$($device.DeviceName)/user/get"
    $null = Register-IotSubscription $get

    function Receive-Line($Payload) {
        Send-IotEmulatorMessage $get $Payload
        Receive-IotMessage -AsJson -Count 1 -TimeoutSeconds 30
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'Receive-IotMessage -AsJson' {
    It 'emits a line of JSON with the names of the properties' {
        $line = Receive-Line 'on'
        $line | Should -BeOfType string
        $line | Should -Not -Match '\n'
        ($line | ConvertFrom-Json).psobject.Properties.Name |
            Should -Be 'ReceivedAt', 'Topic', 'Qos', 'Duplicate', 'ConnectionName', 'Payload'
    }

    It 'nests a payload that is JSON, byte for byte as it was meant: <Payload>' -ForEach @(
        @{ Payload = '{"a":[1,2.50],"b":{"c":null}}' }
        @{ Payload = '{ "big": 12345678901234567890 }' }
        @{ Payload = '[true]' }
        @{ Payload = '21.5' }
        @{ Payload = '"quoted"' }
    ) {
        Receive-Line $Payload | Should -Match "`"Payload`":$([regex]::Escape(($Payload -replace '\s')))}$"
    }

    It 'takes the line breaks out of it' {
        Receive-Line "{`n  `"a`": 1`r`n}" | Should -Match '"Payload":\{"a":1\}\}$'
    }

    It 'has other text as a string, and nothing that a terminal would obey' {
        Receive-Line '温度 21 °C' | Should -Match '"Payload":"温度 21 °C"'
        Receive-Line "a`nb" | Should -Match '"Payload":"a\\nb"'
        $escaped = Receive-Line "$([char]27)[2J"
        $escaped | Should -Not -Match ([char]27)
        ($escaped | ConvertFrom-Json).Payload | Should -BeExactly "$([char]27)[2J"
        Receive-Line '{"a":' | Should -Match '"Payload":"\{\\"a\\":"'
        Receive-Line '' | Should -Match '"Payload":""'
    }

    It 'has bytes that are no text as Base64' {
        Receive-Line ([byte[]](0xFF, 0x00)) | Should -Match '"Qos":1,.*"Base64":"/wA="\}$'
    }

    It 'has the time with milliseconds and zone' {
        Receive-Line 'x' | Should -Match '"ReceivedAt":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d"'
    }

    It 'streams' {
        1..20 | Send-IotEmulatorMessage $get
        (Receive-IotMessage -AsJson | Select-Object -First 20 | ConvertFrom-Json).Payload | Should -Be (1..20)
    }
}

Describe '-AsJson of other commands' {
    It 'is there for what devices publish' {
        $null = Receive-IotEmulatorMessage -TimeoutSeconds 0
        Send-IotMessage $update @{ Power = 1 }
        $read = Receive-IotEmulatorMessage -AsJson -Count 1 -TimeoutSeconds 30 | ConvertFrom-Json
        $read.DeviceName, $read.Payload.Power | Should -Be $device.DeviceName, 1
    }

    It 'is there for what the cloud asks' {
        $null = Receive-IotRequest -TimeoutSeconds 0
        $null = Invoke-IotEmulatorService $device.DeviceName Reboot @{ After = 5 } -NoWait
        $read = Receive-IotRequest -AsJson -Count 1 -TimeoutSeconds 30 | ConvertFrom-Json
        $read.Kind, $read.Payload.params.After | Should -Be 'Service', 5
    }
}

Describe 'The exit code of a script' {
    # The line of the page on troubleshooting.
    It 'tells <Case>' -ForEach @(
        @{ Case = 'that it worked'; Topic = 'user/get'; Send = $true; Code = 0 }
        @{ Case = 'that nothing came in time'; Topic = 'user/get'; Send = $false; Code = 27 }
        @{ Case = 'that it failed'; Topic = 'user/forbidden'; Send = $false; Code = 1 }
    ) {
        $child = Invoke-ChildPowerShell -Arguments $Topic, "$Send" -Script {
            param($module, $topic, $send)
            Import-Module $module
            $device = @{ ProductKey = 'pk'; DeviceName = 'lamp'; DeviceSecret = 'secret' }
            $emulator = Start-IotEmulator $device
            $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
            if ($send -eq 'True') {
                $null = Register-IotSubscription "/pk/lamp/$topic"
                Send-IotEmulatorMessage "/pk/lamp/$topic" 'x'
            }
            try { Receive-IotMessage "/pk/lamp/$topic" -Count 1 -TimeoutSeconds 1 -ErrorAction Stop } catch { exit ($_.FullyQualifiedErrorId -like '*Timeout,*' ? 27 : 1) }
        }
        $child.ExitCode | Should -Be $Code -Because $child.Error
    }
}
