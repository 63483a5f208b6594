BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')

    # Devices with all that the cloud may know of one.
    function Initialize-Fleet {
        $script:gateway, $script:lamp, $script:door = New-TestDevice 3
        $script:emulator = $gateway, $lamp, $door | Start-IotEmulator
        Set-IotEmulatorDevice $lamp.DeviceName -Desired @{ Power = 1 } -Tag @{ room = 'kitchen' } -Shadow @{ color = 'blue' }
        Set-IotEmulatorDevice $lamp.DeviceName -Desired @{ Power = 2 } -Configuration '{"interval":5}' -SendLog -Gateway $gateway.DeviceName
        Set-IotEmulatorDevice $lamp.DeviceName -Firmware @{ Version = '2.0'; Content = [byte[]](1, 2, 3) }
        Set-IotEmulatorDevice $door.DeviceName -Enabled $false
        $connection = Connect-IotMqtt @lamp -Endpoint $emulator.Endpoint
        $post = "/sys/$($lamp.ProductKey)/$($lamp.DeviceName)/thing/event/property/post"
        Send-IotMessage $post '{"id":"1","params":{"Level":{"value":7,"time":1700000000000}}}'
        Wait-Until { (Get-IotEmulatorDevice $lamp.DeviceName).Properties.Level } | Should -BeTrue
        Disconnect-IotMqtt $connection
        $script:file = Join-Path $TestDrive "$(New-Guid).json"
    }

    function Assert-Lamp($Device) {
        $Device.Properties.Level | Should -Be 7
        ([datetimeoffset] $Device.PropertyTimes.Level).ToUnixTimeMilliseconds() | Should -Be 1700000000000
        $Device.Desired.Power | Should -Be 2
        $Device.DesiredVersions.Power | Should -Be 2
        $Device.Tags.room | Should -BeExactly 'kitchen'
        $Device.Shadow.state.desired.color | Should -BeExactly 'blue'
        $Device.Shadow.version | Should -Be 1
        $Device.Configuration | Should -BeExactly '{"interval":5}'
        $Device.SendsLog | Should -BeTrue
        $Device.Firmware.OfferedVersion | Should -BeExactly '2.0'
        $Device.ActivatedAt | Should -Not -BeNullOrEmpty
        $Device.Gateway | Should -BeExactly "$($gateway.ProductKey)/$($gateway.DeviceName)"
    }
}

AfterAll {
    Stop-IotEmulator -All
}

Describe 'Export-IotEmulatorState, Import-IotEmulatorState' {
    BeforeEach {
        Initialize-Fleet
    }

    AfterEach {
        Disconnect-IotMqtt -All
        Stop-IotEmulator -All
    }

    It 'give another emulator the whole fleet, with secrets when asked for' {
        $written = Export-IotEmulatorState $file -IncludeSecret -PassThru
        $written.FullName | Should -BeExactly $file
        if (-not $IsWindows) { $written.UnixFileMode.ToString() | Should -BeExactly 'UserWrite, UserRead' }
        $other = Start-IotEmulator
        Import-IotEmulatorState $file -Emulator $other | Should -BeNullOrEmpty
        $other.Devices | Should -HaveCount 3
        Assert-Lamp (Get-IotEmulatorDevice $lamp.DeviceName -Emulator $other)
        (Get-IotEmulatorDevice $door.DeviceName -Emulator $other).Enabled | Should -BeFalse
        (Get-IotEmulatorDevice $gateway.DeviceName -Emulator $other).SubDevices | Should -HaveCount 1
        Connect-IotMqtt @lamp -Endpoint $other.Endpoint | Disconnect-IotMqtt
        Get-ErrorId { Connect-IotMqtt @door -Endpoint $other.Endpoint } | Should -BeExactly 'NotAuthorized'

        # The package is served by the new emulator.
        $connection = Connect-IotMqtt @lamp -Endpoint $other.Endpoint
        $reply = "/sys/$($lamp.ProductKey)/$($lamp.DeviceName)/thing/ota/firmware/get_reply"
        $null = Register-IotSubscription $reply
        Send-IotMessage ($reply -replace '_reply$') '{"id":"1","version":"1.0","params":{}}'
        $package = (Receive-IotMessage -Count 1 -TimeoutSeconds 10).Payload | ConvertFrom-Json
        $package.data.url | Should -BeLike "https://localhost:$($other.SecureEndpoint.Port)/*"
        $bytes = (Invoke-WebRequest $package.data.url -SkipCertificateCheck).Content
        [System.Convert]::ToHexString($bytes) | Should -BeExactly '010203'
    }

    It 'leave secrets out by default, and bring an emulator that knows them back' {
        Export-IotEmulatorState $file
        $text = Get-Content $file -Raw
        foreach ($device in $gateway, $lamp, $door) { $text | Should -Not -BeLike "*$($device.DeviceSecret)*" }
        ($text | ConvertFrom-Json).holdsSecrets | Should -BeFalse

        Set-IotEmulatorDevice $lamp.DeviceName -Tag @{ room = 'hall'; floor = '2' } -Desired @{ Power = 9 } -Gateway $null
        $devices = Import-IotEmulatorState $file -PassThru
        $devices | Should -HaveCount 3
        Assert-Lamp ($devices | Where-Object DeviceName -EQ $lamp.DeviceName)
        (Get-IotEmulatorDevice $lamp.DeviceName).Tags.Contains('floor') | Should -BeFalse
        Connect-IotMqtt @lamp -Endpoint $emulator.Endpoint | Disconnect-IotMqtt

        $other = Start-IotEmulator
        Import-IotEmulatorState $file -Emulator $other -WarningVariable secretless -WarningAction SilentlyContinue
        $secretless | Should -BeLike '3 devices*no secret*-IncludeSecret*'
    }

    It 'write chosen devices, and not over a file with -NoClobber' {
        Export-IotEmulatorState $file -Device $lamp.DeviceName
        (Get-Content $file -Raw | ConvertFrom-Json).devices.deviceName | Should -BeExactly $lamp.DeviceName
        Get-ErrorId { Export-IotEmulatorState $file -NoClobber } | Should -BeExactly 'InvalidState'
        Export-IotEmulatorState $file -WhatIf
        (Get-Content $file -Raw | ConvertFrom-Json).devices | Should -HaveCount 1
    }

    It 'refuse a file that is <Name>, and take nothing of it' -ForEach @(
        @{ Name = 'no JSON'; Change = { 'nonsense' }; Reason = '*no JSON*' }
        @{ Name = 'another format'; Change = { $_ -replace 'AliyunIotWs\.EmulatorState', 'Other' }; Reason = '*does not begin with*' }
        @{ Name = 'older'; Change = { $_ -replace '"version": 1,\r?\n  "holds', "`"version`": 0,`n  `"holds" }; Reason = '*version 0*reads version 1*' }
        @{ Name = 'newer'; Change = { $_ -replace '"version": 1,\r?\n  "holds', "`"version`": 2,`n  `"holds" }; Reason = '*version 2*reads version 1*' }
        @{ Name = 'misspelt'; Change = { $_ -replace '"tags"', '"tagz"' }; Reason = '*tagz*' }
        @{ Name = 'with a gateway that is nowhere'; Change = { $_ -replace '"gateway": "[^"]+"', '"gateway": "a/b"' }; Reason = '*gateway a/b is neither*' }
        @{ Name = 'with a name that can not be'; Change = { $_ -replace '"deviceName": "[^"]+"', '"deviceName": "a/b"' }; Reason = '*a/b*' }
    ) {
        Export-IotEmulatorState $file -Device $lamp.DeviceName
        (Get-Content $file -Raw) | ForEach-Object $Change | Set-Content $file
        Set-IotEmulatorDevice $lamp.DeviceName -Tag @{ room = 'hall' }
        $failure = Get-ErrorOf { Import-IotEmulatorState $file }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidState,*'
        $failure.Exception.Message | Should -BeLike $Reason
        (Get-IotEmulatorDevice $lamp.DeviceName).Tags.room | Should -BeExactly 'hall'
        $emulator.Devices | Should -HaveCount 3
    }
}
