BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')

    # A device on this module, which subscribes and goes on.
    $program = {
        param($Emulator, $Device, $Secure)
        $endpoint = ($Emulator.Endpoint, $Emulator.SecureEndpoint)[[int]$Secure]
        New-IotMqttCredential @Device -Endpoint $endpoint | Connect-IotMqtt -TrustedCertificate $Emulator.Certificate
        Register-IotSubscription '/{ProductKey}/{DeviceName}/user/get'
        for ($i = 1; $true; $i++) {
            $topic = '/{ProductKey}/{DeviceName}/user/update'
            Send-IotMessage $topic "{`"n`":$i}" -ErrorAction Ignore -TimeoutSeconds 5
            Start-Sleep -Milliseconds 200
        }
    }

    # Two checks that take hardly any time.
    function Test-Quickly([hashtable] $Device, [hashtable] $More = @{}) {
        $quick = @{
            ScriptBlock = $program; ArgumentList = $Device, $false; Name = 'KeepAlive', 'PubAck'; WatchSeconds = 0.5
            Culture = 'en-US'
        }
        $more.Keys | ForEach-Object { $quick[$_] = $more[$_] }
        Test-IotDevice $Device @quick
    }
}

Describe 'Test-IotDevice' {
    It 'emits one object for each check, with its rule, evidence and remedy' {
        $device = New-TestDevice
        $checks = Test-Quickly $device
        $checks.Name | Sort-Object | Should -Be 'KeepAlive', 'PubAck'
        $checks.Result | Should -Be 'Passed', 'Passed'
        foreach ($check in $checks) {
            $check | Should -BeOfType AliyunIotWs.IotDeviceCheck
            $check.Device | Should -BeExactly "$($device.ProductKey)/$($device.DeviceName)"
            $check.Rule, $check.Source, $check.Remedy, $check.Evidence[0] | Should -Not -BeNullOrEmpty
        }
        ($checks | Where-Object Name -EQ KeepAlive).Evidence | Should -BeExactly 'keep-alive 300 s'
        ($checks | ConvertTo-Json -Depth 5) | Should -Not -Match $device.DeviceSecret
    }

    It 'takes an emulator and the name of its device, leaves it running, and sees a device that was there before' {
        $device = New-TestDevice
        $emulator = Start-IotEmulator -Device $device
        $job = Start-ThreadJob { Import-Module $using:ModuleManifest; & ([scriptblock]::Create($using:program)) $using:emulator $using:device $true }
        try {
            Wait-Until { $emulator.Online } | Should -BeTrue
            $checks = Test-IotDevice $device.DeviceName -Emulator $emulator -Name KeepAlive, Certificate*, Signature -WatchSeconds 0 -Culture en-US
            $checks | Where-Object Result -NE Passed | Should -BeNullOrEmpty
            $checks.Name | Sort-Object |
                Should -Be 'CertificateAuthority', 'CertificateHost', 'CertificateTime', 'KeepAlive', 'Signature'
            $emulator.State | Should -BeExactly 'Running'
        }
        finally {
            $job | Remove-Job -Force
            Stop-IotEmulator $emulator
        }
    }

    It 'names what is wrong with a signature, and goes on' {
        $device = New-TestDevice
        $other = $device.Clone()
        $other.DeviceSecret = 'another-secret'
        $checks = Test-Quickly $device @{ ArgumentList = $other, $false; Name = 'Signature', 'PubAck' }
        $wrong = $checks | Where-Object Name -EQ Signature
        $wrong.Result | Should -BeExactly 'Failed'
        $wrong.Evidence | Should -BeLike '*HMAC-SHA256*does not match*'
        ($checks | Where-Object Name -EQ PubAck).Result | Should -BeExactly 'Passed'
    }

    It 'says of a device that never comes that nothing was seen' {
        $checks = Test-IotDevice (New-TestDevice) -TimeoutSeconds 0.5 -Group Connect -Culture en-US
        $checks.Count | Should -BeGreaterThan 5
        $checks.Result | Select-Object -Unique | Should -BeExactly 'NotSeen'
        $checks[0].Evidence | Should -BeLike 'nobody connected within*'
    }

    It 'starts a program anew that has ended, and says what has to be done' {
        $device = New-TestDevice
        $once = {
            param($Emulator, $Device)
            $connection = New-IotMqttCredential @Device -Endpoint $Emulator.Endpoint | Connect-IotMqtt -NoReconnect
            while ($connection.State -eq 'Connected') { Start-Sleep -Milliseconds 50 }
            throw 'the link is lost'
        }
        $checks = Test-Quickly $device @{ ScriptBlock = $once; Name = 'Return'; Verbose = $true } 4>&1
        $said = @($checks | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] })
        "$said" | Should -BeLike '*start the device * within 60 s: ws://*'
        "$said" | Should -BeLike '*has ended: the link is lost*'
        ($checks | Where-Object Name -EQ Return).Result | Should -BeExactly 'Warned'
    }

    It 'compares with a baseline' {
        $file = Join-Path $TestDrive 'baseline.json'
        @{ Name = 'KeepAlive'; Result = 'Failed' }, @{ Name = 'PubAck'; Result = 'Passed' } | ConvertTo-Json | Set-Content $file
        $device = New-TestDevice
        $checks = Test-Quickly $device @{ Baseline = $file }
        ($checks | Where-Object Name -EQ KeepAlive).Baseline | Should -BeExactly 'Failed'
        $checks.IsRegression | Should -Be $false, $false
        $checks | ConvertTo-Json | Set-Content $file
        $worse = Test-IotDevice $device -TimeoutSeconds 0.3 -Name KeepAlive -Baseline $file -Culture en-US
        $worse.Baseline | Should -BeExactly 'Passed'
        $worse.IsRegression | Should -BeFalse
    }

    It 'says what has become worse, and emits with -PassThru beside a report' {
        $file = Join-Path $TestDrive 'better.json'
        @{ Name = 'Signature'; Result = 'Passed' }, @{ Name = 'KeepAlive'; Result = 'NotSeen' } | ConvertTo-Json | Set-Content $file
        $device = New-TestDevice
        $other = $device.Clone()
        $other.DeviceSecret = 'another-secret'
        $report = Join-Path $TestDrive 'worse.html'
        $checks = Test-Quickly $device @{
            ArgumentList = $other, $false; Name = 'Signature', 'KeepAlive'; Baseline = $file; Path = $report; PassThru = $true
        }
        ($checks | Where-Object IsRegression).Name | Should -BeExactly 'Signature'
        $report | Should -FileContentMatch 'before: Passed'
    }

    It 'takes checks by group, and those of a name within it' {
        $device = New-TestDevice
        $checks = Test-Quickly $device @{ Group = 'Limits', 'Del*'; Name = 'Pub*', 'KeepAlive' }
        $checks.Name | Sort-Object | Should -Be 'PubAck', 'PublishRights'
    }

    It 'judges a gateway by its thing model: <Result> with <Lamp> and the sub-device''s secret <Secret>' -ForEach @(
        @{ Result = 'Passed'; Lamp = '1'; Secret = 'sub-secret' }
        @{ Result = 'Failed'; Lamp = '"on"'; Secret = 'another-secret' }
    ) {
        $gateway = {
            param($Emulator, $Device, $Sub, $Lamp)
            New-IotMqttCredential @Device -Endpoint $Emulator.Endpoint | Connect-IotMqtt
            Register-IotSubscription '/sys/{ProductKey}/{DeviceName}/thing/service/+', '/sys/{ProductKey}/{DeviceName}/thing/service/property/set'
            $signed = [ordered]@{ clientId = 'sub'; deviceName = $Sub.DeviceName; productKey = $Sub.ProductKey; timestamp = '1700000000000' }
            $text = -join $signed.GetEnumerator().ForEach{ "$($_.Key)$($_.Value)" }
            $hmac = [System.Security.Cryptography.HMACSHA256]::HashData([char[]]$Sub.DeviceSecret, [char[]]$text)
            $signed += @{ signmethod = 'hmacSha256'; sign = [System.Convert]::ToHexString($hmac) }
            $add = @{ id = 'a'; version = '1.0'; params = @(, $signed); method = 'thing.topo.add' } | ConvertTo-Json -Depth 4
            $login = @{ id = 'l'; params = $signed } | ConvertTo-Json
            Send-IotMessage '/sys/{ProductKey}/{DeviceName}/thing/topo/add' $add
            Send-IotMessage '/ext/session/{ProductKey}/{DeviceName}/combine/login' $login
            Send-IotMessage '/sys/{ProductKey}/{DeviceName}/thing/event/property/post' "{`"id`":`"p`",`"version`":`"1.0`",`"params`":{`"Lamp`":$Lamp}}"
            while ($true) { Receive-IotRequest -Count 1 -TimeoutSeconds 2 -ErrorAction Ignore | Send-IotReply -ErrorAction Ignore }
        }
        $model = @{
            properties = @(, @{ identifier = 'Lamp'; accessMode = 'rw'; dataType = @{ type = 'bool'; specs = @{ '0' = 'off'; '1' = 'on' } } })
            services   = @(, @{ identifier = 'Reboot'; callType = 'async' })
        } | ConvertTo-Json -Depth 6
        $device = New-TestDevice
        $sub = @{ ProductKey = 'a1Sub'; DeviceName = 'sub-01'; DeviceSecret = 'sub-secret' }
        $known = $sub.Clone()
        $known.DeviceSecret = $Secret
        $checks = Test-Quickly $device @{
            ScriptBlock = $gateway; ArgumentList = $device, $known, $Lamp; SubDevice = $sub; Tsl = $model; WatchSeconds = 3
            Name = 'SubDeviceRequest', 'ModelFit', 'Service', 'PropertySet'
        }
        $results = @{}
        $checks | ForEach-Object { $results[$_.Name] = $_.Result }
        $results.SubDeviceRequest, $results.ModelFit | Should -Be $Result, $Result
        $results.Service, $results.PropertySet | Should -Be 'Passed', 'Passed' -Because "$($checks.Evidence)"
    }

    It 'takes no baseline that is none, and no check that there is not' {
        $file = Join-Path $TestDrive 'none.json'
        Get-ErrorId { Test-IotDevice (New-TestDevice) -Baseline $file } | Should -BeExactly 'InvalidJudgeFile'
        Set-Content $file '[]'
        Get-ErrorId { Test-IotDevice (New-TestDevice) -Baseline $file } | Should -BeExactly 'InvalidJudgeFile'
        Get-ErrorId { Test-IotDevice (New-TestDevice) -Name NoSuchCheck } | Should -BeExactly 'InvalidMethod'
        Get-ErrorId { Test-IotDevice (New-TestDevice) -AuthorityPath (Join-Path $TestDrive 'no' 'ca.pem') } |
            Should -BeExactly 'InvalidJudgeFile'
    }

    It 'ends within a second when it is stopped, and its emulator with it' {
        $shell = New-Shell
        try {
            $null = $shell.AddScript({
                    param($manifest, $device)
                    Import-Module $manifest
                    Test-IotDevice $device -Verbose
                }).AddArgument($ModuleManifest).AddArgument((New-TestDevice))
            $running = $shell.BeginInvoke()
            Wait-Until { @($shell.Streams.Verbose.Message) -like 'start the device*' } | Should -BeTrue
            $told = "$(@($shell.Streams.Verbose.Message) -like 'start the device*')"
            $port = [int]($told -replace '^.*ws://127\.0\.0\.1:(\d+)/.*$', '$1')
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 2
            { $shell.EndInvoke($running) } | Should -Throw
            Wait-Until { -not (Test-Connection 127.0.0.1 -TcpPort $port -Quiet) } | Should -BeTrue
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'completes the names of checks and groups' {
        $line = 'Test-IotDevice -Name Certificate'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText |
            Should -Be 'CertificateAuthority', 'CertificateHost', 'CertificateTime'
        $line = 'Test-IotDevice -Group Th'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'ThingModel'
    }
}

Describe 'The report of Test-IotDevice in <Culture>' -Tag Chromium -ForEach @(
    @{ Culture = 'en-US'; Title = 'Device report'; Summary = 'Summary'; Result = 'Passed' }
    @{ Culture = 'zh-CN'; Title = '设备检测报告'; Summary = '概要'; Result = '通过' }
) {
    BeforeAll {
        . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
        $page = Join-Path $TestDrive "report-$Culture.html"
        $device = New-TestDevice
        $emitted = Test-Quickly $device @{ Path = $page; Culture = $Culture; AuthorityPath = Join-Path $TestDrive 'ca.pem' }
        $html = Get-Content $page -Raw
        $chromium = (Get-Command chromium, chromium-browser, google-chrome -CommandType Application -ErrorAction Ignore)[0].Source
        $common = '--headless', '--no-sandbox', '--disable-gpu', "--user-data-dir=$(Join-Path $TestDrive "profile-$Culture")"
        $address = "file://$page"
    }

    It 'is written, and the checks are emitted with -PassThru only' {
        $emitted | Should -BeNullOrEmpty
        Get-Content (Join-Path $TestDrive 'ca.pem') -TotalCount 1 | Should -BeExactly '-----BEGIN CERTIFICATE-----'
    }

    It 'needs nothing from elsewhere, runs no script and holds no secret' {
        $html | Should -Not -Match '<script|<link|<img|url\(|@import|\son\w+='
        $html | Should -Not -Match 'https?://(?!www\.w3\.org)'
        $html | Should -Not -Match $device.DeviceSecret
    }

    It 'shows summary, checks and timeline in Chromium' {
        $dom = (Invoke-TestProgram $chromium ($common + '--dump-dom', $address)).Output | Out-String
        $dom | Should -BeLike "*<h1>$Title</h1>*"
        $dom | Should -BeLike "*<h2>$Summary</h2>*"
        $dom | Should -Match '<article id="KeepAlive" class="passed">'
        $dom | Should -BeLike "*>$Result</span>*"
        # A bar for the connection, strokes for the messages.
        [regex]::Matches($dom, '<rect ').Count | Should -BeGreaterThan 5
    }

    It 'is a picture at the width of a screen and of a phone, and on paper' {
        foreach ($width in 1100, 390) {
            $picture = Join-Path $TestDrive "$Culture-$width.png"
            $null = Invoke-TestProgram $chromium ($common + '--hide-scrollbars', "--window-size=$width,900", "--screenshot=$picture", $address)
            (Get-Item $picture).Length | Should -BeGreaterThan 10kb
        }
        $paper = Join-Path $TestDrive "$Culture.pdf"
        $null = Invoke-TestProgram $chromium ($common + '--no-pdf-header-footer', "--print-to-pdf=$paper", $address)
        Get-Content $paper -TotalCount 1 | Should -BeLike '%PDF*'
    }
}
