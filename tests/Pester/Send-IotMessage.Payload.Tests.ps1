BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device = New-TestDevice
    $emulator = Start-IotEmulator -Device $device
    $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
    $topic = '/{ProductKey}/{DeviceName}/user/update'

    # What arrives in the cloud when this one object is sent.
    function Send-One($Payload) {
        Send-IotMessage -Topic $topic -Payload $Payload
        Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator $emulator
}

Describe 'The payload of Send-IotMessage' {
    It 'is the UTF-8 of a string: <_>' -ForEach 'plain', '温度 21,5 °C', '🌡️ hot', ' ', '{"already":"JSON"}' {
        $sent = Send-One $_
        $sent.Payload | Should -BeExactly $_
        $sent.Bytes | Should -Be ([System.Text.Encoding]::UTF8.GetBytes($_))
    }

    It 'keeps the lines of a string as they are' {
        (Send-One "two`r`nlines`n").Payload | Should -BeExactly "two`r`nlines`n"
    }

    It 'is empty for an empty string' {
        (Send-One '').Bytes.Length | Should -Be 0
    }

    It 'is the text of a line that Get-Content has read' {
        Set-Content -Path 'TestDrive:\lines.txt' -Value 'first', '第二'
        Get-Content -Path 'TestDrive:\lines.txt' -Encoding utf8 | Send-IotMessage -Topic $topic
        (Receive-IotEmulatorMessage -Count 2 -TimeoutSeconds 10).Payload | Should -Be 'first', '第二'
    }

    It 'is a byte array as it stands' {
        (Send-One ([byte[]](0..255))).Bytes | Should -Be (0..255)
    }

    It 'is a file byte for byte with -InFile, also relative to the location' {
        Set-Content 'TestDrive:\some.bin' ([byte[]](0..255)) -AsByteStream
        Push-Location 'TestDrive:\'
        try { Send-IotMessage $topic -InFile some.bin }
        finally { Pop-Location }
        (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10).Bytes | Should -Be (0..255)
    }

    It 'is an error that names the file where -InFile finds none' {
        $record = Get-ErrorOf { Send-IotMessage $topic -InFile 'TestDrive:\none.bin' }
        $record.FullyQualifiedErrorId | Should -BeLike 'InvalidPayload,*'
        $record.Exception.Message | Should -Match 'none\.bin'
        $record.TargetObject | Should -Be 'TestDrive:\none.bin'
    }

    It 'is 256 KB byte for byte' {
        $bytes = [System.Security.Cryptography.RandomNumberGenerator]::GetBytes(256KB)
        $sent = Send-One $bytes
        $sent.Bytes.Length | Should -Be $bytes.Length
        [System.Linq.Enumerable]::SequenceEqual([byte[]]$sent.Bytes, $bytes) | Should -BeTrue
    }

    It 'leaves the connection open at every length: <_> bytes beyond 64 KB' -ForEach (0..8) {
        $bytes = [System.Security.Cryptography.RandomNumberGenerator]::GetBytes(64KB + $_)
        (Send-One $bytes).Bytes.Length | Should -Be $bytes.Length
        (Get-IotMqttConnection).Reconnects | Should -Be 0
    }

    It 'is the JSON of <what>' -ForEach @(
        @{ What = 'a hashtable'; Given = @{ temperature = 21.5 }; Json = '{"temperature":21.5}' }
        @{ What = 'an object'; Given = [pscustomobject]@{ id = 'a'; on = $true }; Json = '{"id":"a","on":true}' }
        @{ What = 'a nested one'
            Given = [ordered]@{ a = 1; b = @('x', $null, @{ c = [pscustomobject]@{ d = @{ e = @{ f = 'deep' } } } }) }
            Json = '{"a":1,"b":["x",null,{"c":{"d":{"e":{"f":"deep"}}}}]}'
        }
        @{ What = 'an array'; Given = @(1, 'two'); Json = '[1,"two"]' }
        @{ What = 'an empty array'; Given = @(); Json = '[]' }
        @{ What = 'a number'; Given = 42; Json = '42' }
        @{ What = 'a large number'; Given = [ulong]::MaxValue; Json = '18446744073709551615' }
        @{ What = 'a decimal'; Given = 1.10d; Json = '1.10' }
        @{ What = 'a boolean'; Given = $false; Json = 'false' }
        @{ What = 'a time'; Given = [datetime]::new(2024, 2, 29, 1, 2, 3, [System.DateTimeKind]::Utc); Json = '"2024-02-29T01:02:03Z"' }
        @{ What = 'an enumeration'; Given = [System.DayOfWeek]::Friday; Json = '5' }
        @{ What = 'an address'; Given = [uri]'https://example.com/a?b=c'; Json = '"https://example.com/a?b=c"' }
        @{ What = 'text that JSON escapes'; Given = @{ t = "a`"b\c`n温" }; Json = '{"t":"a\"b\\c\n温"}' }
    ) {
        (Send-One $given).Payload | Should -BeExactly $json
    }

    It 'is JSON where ConvertTo-Json gives some, for <What>' -ForEach @(
        @{ What = 'a file'; Make = { Get-Item $PSCommandPath } }
        @{ What = 'a time zone'; Make = { Get-TimeZone } }
        @{ What = 'an error'; Make = { try { throw 'x' } catch { $_ } } }
        @{ What = 'a custom object with a file in it'; Make = { [pscustomobject]@{ File = Get-Item $PSCommandPath } } }
    ) {
        $given = & $make
        $sent = (Send-One $given).Payload | ConvertFrom-Json
        $expected = $given | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json
        $sent.psobject.Properties.Name | Sort-Object | Should -Be ($expected.psobject.Properties.Name | Sort-Object)
    }

    It 'is JSON that gives an emoji back' {
        (Send-One @{ t = '🌡️ 21°' }).Payload | ConvertFrom-Json | ForEach-Object t | Should -BeExactly '🌡️ 21°'
    }

    It 'is JSON whatever the culture' {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = [cultureinfo]::GetCultureInfo('de-DE')
            (Send-One @{ v = 1234.5 }).Payload | Should -Be '{"v":1234.5}'
        }
        finally {
            [cultureinfo]::CurrentCulture = $before
        }
    }
}

Describe 'Rows with Topic and Payload' {
    It 'are objects or hashtables' {
        [pscustomobject]@{ Topic = $topic; Payload = 'object' }, @{ Topic = $topic; Payload = @{ level = 7 } } | Send-IotMessage
        (Receive-IotEmulatorMessage -Count 2 -TimeoutSeconds 10).Payload | Should -Be 'object', '{"level":7}'
    }

    It 'go whole where -Topic is given' {
        @{ Topic = 'inner' } | Send-IotMessage -Topic $topic
        (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10).Payload | Should -Be '{"Topic":"inner"}'
    }
}

Describe 'A payload that can not be sent' {
    It 'says InvalidPayload for <what>, with the remedy' -ForEach @(
        @{ What = '$null'; Make = { $null } }
        @{ What = 'a number that JSON does not have'; Make = { @{ v = [double]::NaN } } }
        @{ What = 'an object that holds itself'; Make = { $loop = @{}; $loop.self = $loop; $loop } }
    ) {
        $payload = & $make
        $record = Get-ErrorOf { Send-IotMessage -Topic $topic -Payload $payload }
        $record.FullyQualifiedErrorId | Should -Be 'InvalidPayload,AliyunIotWs.PowerShell.Commands.SendIotMessageCommand'
        $record.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'says so of a row that has a topic and no payload' {
        $records = @([pscustomobject]@{ Topic = $topic; Message = 'hot' } | Send-IotMessage 2>&1)
        $records.Exception.Message | Should -Be 'The piped object has a Topic and no Payload.'
        $records.FullyQualifiedErrorId | Should -BeLike 'InvalidPayload,*'
    }

    It 'says so of <What> that has no topic' -ForEach @(
        @{ What = 'a string'; Piped = 'hot' }
        @{ What = 'a hashtable'; Piped = @{ Message = 'hot' } }
        @{ What = 'a row'; Piped = [pscustomobject]@{ Topic = $null; Payload = 'hot' } }
    ) {
        $records = @($Piped | Send-IotMessage 2>&1)
        $records.FullyQualifiedErrorId | Should -BeLike 'InvalidTopic,*'
        $records.ErrorDetails.RecommendedAction | Should -BeLike 'Give -Topic*'
    }

    It 'is over the limit of the platform at an emulator, which would not answer' {
        $record = Get-ErrorOf { Send-IotMessage -Topic $topic -Payload ('x' * (256KB + 1)) -TimeoutSeconds 60 }
        $record.FullyQualifiedErrorId | Should -BeLike 'InvalidPayload,*'
        $record.Exception.Message | Should -Match '262145 bytes.+262144'
    }

    It 'does not stop the others' {
        $records = @('a', $null, 'b' | Send-IotMessage -Topic $topic 2>&1)
        $records.Count | Should -Be 1
        $records[0].FullyQualifiedErrorId | Should -BeLike 'InvalidPayload,*'
        (Receive-IotEmulatorMessage -Count 2 -TimeoutSeconds 10).Payload | Should -Be 'a', 'b'
    }
}
