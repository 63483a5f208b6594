# No secret in anything that a session shows or stores: all streams and views, the transcript, $Error, exported objects.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device = New-TestDevice
    $secrets = @{
        ProductKey    = $device.ProductKey
        DeviceName    = $device.DeviceName
        Secret        = $device.DeviceSecret
        WrongSecret   = 'wrong' + (New-Guid).ToString('N')
        ProxyPassword = 'proxy' + (New-Guid).ToString('N')
        Timestamp     = 2524608000000
        Nothing       = $null
    }
    # In a file, as a transcript begins with the command line.
    $secretsFile = Join-Path $TestDrive 'secrets.json'
    $secrets | ConvertTo-Json | Set-Content $secretsFile
    $folder = Join-Path $TestDrive 'evidence'
    $null = New-Item $folder -ItemType Directory
    $tour = Join-Path $PSScriptRoot 'Support' 'SecretsTour.ps1'
    $child = Invoke-ChildPowerShell -File $tour -Arguments $secretsFile, $folder -TimeoutSeconds 300
    $child.Output, $child.Error | Set-Content (Join-Path $folder 'output.txt')
    $result = Get-Content "$secretsFile.result" -Raw -ErrorAction Ignore | ConvertFrom-Json

    # The passwords of all that the tour signs, and those that the emulator may hold against them.
    $passwords = foreach ($secret in $secrets.Secret, $secrets.WrongSecret) {
        foreach ($method in 'HmacSha256', 'HmacSha1', 'HmacMd5') {
            $signing = @{ SignMethod = $method; Timestamp = $secrets.Timestamp }
            (New-IotMqttCredential $device.ProductKey $device.DeviceName $secret @signing).GetNetworkCredential().Password
        }
    }

    # As itself, and as the bytes would be shown.
    function Get-Form([string] $Text) {
        $bytes = [System.Text.Encoding]::UTF8.GetBytes($Text)
        $hex = [System.Convert]::ToHexString($bytes)
        $Text
        # The last group of Base64 depends on what follows.
        [System.Convert]::ToBase64String($bytes).Substring(0, [Math]::Floor($bytes.Length / 3) * 4)
        $hex
        $hex -replace '..(?!$)', '$0-'
        $hex -replace '..(?!$)', '$0 '
        $bytes -join ' '
        $bytes -join ', '
    }

    # The places of a text that hold one of the needles.
    function Find-Needle([string] $Text, [string[]] $Needle) {
        $forms = $Needle | ForEach-Object { Get-Form $_ } | ForEach-Object { [regex]::Escape($_) }
        $search = [regex]::new($forms -join '|', 'IgnoreCase, CultureInvariant')
        # A view may break a long value over several lines.
        foreach ($where in $Text, ($Text -replace '\r?\n[ |]*')) {
            $match = $search.Match($where)
            if ($match.Success) {
                # The words before it tell what shows it; the secret itself stays out of the test's output.
                $before = [Math]::Min($match.Index, 60)
                return '…' + $where.Substring($match.Index - $before, $before) + '********'
            }
        }
    }

    function Find-InEvidence([string[]] $Needle, [string] $Except) {
        foreach ($file in Get-ChildItem $folder -File | Where-Object Name -NotLike $Except) {
            Find-Needle (Get-Content $file -Raw) $Needle | ForEach-Object { "$($file.Name): $_" }
        }
    }
}

Describe 'The tour of all cmdlets' {
    It 'came to its end' {
        $child.ExitCode | Should -Be 0
        $result | Should -Not -BeNullOrEmpty
    }

    It 'ran every exported cmdlet, with success and with failure' {
        $run = @($result.Steps | ForEach-Object { "$($_.Cmdlet) $($_.Outcome)" } | Sort-Object -Unique)
        $run | Should -Be @((Get-Module AliyunIotWs).ExportedCmdlets.Keys | ForEach-Object { "$_ Fails"; "$_ Succeeds" } | Sort-Object)
    }

    It 'succeeded and failed where it was to' {
        $result.Steps | Where-Object { ($_.Outcome -eq 'Fails') -ne ($_.Errors -gt 0) } |
            ForEach-Object { "$($_.Cmdlet) $($_.Outcome), $($_.Errors) errors" } | Should -BeNullOrEmpty
    }

    It 'saw the streams' {
        $types = @($result.Steps.Streams | Sort-Object -Unique)
        $types | Should -Contain 'VerboseRecord'
        $types | Should -Contain 'WarningRecord'
        $types | Should -Contain 'ErrorRecord'
        foreach ($file in 'transcript.txt', 'output.txt', 'error-variable.txt') {
            Get-Content (Join-Path $folder $file) -Raw | Should -Match 'lamp|refused the credential'
        }
    }
}

Describe 'The search' {
    It 'finds a secret in <Form>' -ForEach @(
        @{ Form = 'plain text'; Make = { param($text) "VERBOSE: $text." } }
        @{ Form = 'broken lines'; Make = { param($text) $text.Insert(20, "`n       ") } }
        @{ Form = 'Base64'; Make = { param($text) [System.Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes($text)) } }
        @{ Form = 'hexadecimal digits'; Make = { param($text) [System.BitConverter]::ToString([System.Text.Encoding]::UTF8.GetBytes($text)) } }
        @{ Form = 'numbers of bytes'; Make = { param($text) "{$([System.Text.Encoding]::UTF8.GetBytes($text) -join ', ')}" } }
    ) {
        Find-Needle (& $Make $secrets.Secret) $secrets.Secret | Should -Not -BeNullOrEmpty
    }

    It 'finds the password where it was asked for' {
        Find-InEvidence $passwords | Should -Not -BeNullOrEmpty
    }
}

Describe 'Nothing that was shown or stored' {
    It 'has a secret of a device' {
        Find-InEvidence $secrets.Secret, $secrets.WrongSecret | Should -BeNullOrEmpty
    }

    It 'has the password of a proxy' {
        Find-InEvidence $secrets.ProxyPassword | Should -BeNullOrEmpty
    }

    It 'has an MQTT password, but where a credential was asked for it' {
        Find-InEvidence $passwords -Except 'asked-*' | Should -BeNullOrEmpty
    }
}
