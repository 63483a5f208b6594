BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
}

AfterAll {
    Stop-IotEmulator
}

Describe 'Start-IotEmulator' {
    BeforeAll {
        $device = New-TestDevice
        $emulator = Start-IotEmulator -Device $device
    }

    AfterEach {
        Disconnect-IotMqtt -All
    }

    It 'emits a running emulator with its addresses' {
        $emulator | Should -BeOfType AliyunIotWs.IotEmulator
        $emulator.State | Should -Be 'Running'
        $emulator.Endpoint.Scheme | Should -Be 'ws'
        $emulator.SecureEndpoint.Scheme | Should -Be 'wss'
        $emulator.Endpoint.Port | Should -Not -Be $emulator.SecureEndpoint.Port
    }

    It 'listens on loopback addresses only' {
        $emulator.Endpoint.IsLoopback | Should -BeTrue
        $emulator.SecureEndpoint.IsLoopback | Should -BeTrue
        $ports = $emulator.Endpoint.Port, $emulator.SecureEndpoint.Port
        $listeners = [System.Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpListeners() |
            Where-Object Port -In $ports
        $listeners.Count | Should -BeGreaterOrEqual 2
        $listeners | Where-Object { -not [ipaddress]::IsLoopback($_.Address) } | Should -BeNullOrEmpty
    }

    It 'lets a known device in over ws' {
        $connection = New-IotMqttCredential @device -Endpoint $emulator.Endpoint | Connect-IotMqtt
        $connection.State | Should -Be 'Connected'
        $emulator.Online | Should -Be "$($device.ProductKey)/$($device.DeviceName)"
    }

    It 'lets a known device in over wss, whose certificate its authority has signed' {
        $connection = New-IotMqttCredential @device -Endpoint $emulator.SecureEndpoint |
            Connect-IotMqtt -TrustedCertificate $emulator.Certificate
        $connection.State | Should -Be 'Connected'
    }

    It 'has an authority that the machine does not trust by itself' {
        Get-ErrorId { New-IotMqttCredential @device -Endpoint $emulator.SecureEndpoint | Connect-IotMqtt } |
            Should -Be 'CertificateRejected'
    }

    It 'keeps the private key of its authority' {
        $emulator.Certificate.HasPrivateKey | Should -BeFalse
    }

    It 'refuses <Case>' -ForEach @(
        @{ Case = 'a wrong secret'; Change = @{ DeviceSecret = 'another' } }
        @{ Case = 'an unknown device'; Change = @{ DeviceName = 'nobody' } }
    ) {
        $other = $device.Clone()
        foreach ($name in $Change.Keys) { $other[$name] = $Change[$name] }
        Get-ErrorId { New-IotMqttCredential @other -Endpoint $emulator.Endpoint | Connect-IotMqtt } |
            Should -Be 'AuthenticationRejected'
        $emulator.Online | Should -BeNullOrEmpty
    }

    It 'starts without any device' {
        $empty = Start-IotEmulator
        $empty.State | Should -Be 'Running'
        $empty.Devices | Should -BeNullOrEmpty
        Stop-IotEmulator $empty
    }

    It 'names its endpoint and no secret as verbose output' {
        $verbose = "$(Start-IotEmulator -Device $device -Verbose 4>&1)"
        $verbose | Should -Match 'ws://127\.0\.0\.1:\d+/'
        $verbose | Should -Not -Match $device.DeviceSecret
    }
}

Describe 'Start-IotEmulator -Device' {
    It 'knows devices given as <Form>' -ForEach @(
        @{ Form = 'hashtables'; Convert = { $_ } }
        @{ Form = 'objects'; Convert = { [pscustomobject]$_ } }
        @{ Form = 'objects with more properties than it needs'; Convert = { [pscustomobject]($_ + @{ Status = 'ONLINE' }) } }
        @{
            Form = 'hashtables with a SecureString'; Convert = {
                $_.Clone() + @{} | ForEach-Object {
                    $_.DeviceSecret = ConvertTo-SecureString $_.DeviceSecret -AsPlainText -Force
                    $_
                }
            }
        }
    ) {
        $devices = New-TestDevice -Count 3
        $emulator = $devices | ForEach-Object $Convert | Start-IotEmulator
        $emulator.Devices | Should -Be @($devices | ForEach-Object { "$($_.ProductKey)/$($_.DeviceName)" })
        $last = $devices[2]
        $connection = New-IotMqttCredential @last -Endpoint $emulator.Endpoint | Connect-IotMqtt
        $connection.State | Should -Be 'Connected'
        Disconnect-IotMqtt $connection
    }

    It 'knows the devices of a CSV file' {
        $file = Join-Path $TestDrive 'devices.csv'
        New-TestDevice -Count 5 | ForEach-Object { [pscustomobject]$_ } | Export-Csv $file
        $emulator = Import-Csv $file | Start-IotEmulator
        $emulator.Devices.Count | Should -Be 5
    }

    It 'refuses <Case> as <Id>' -ForEach @(
        @{ Case = 'a device without secret'; Device = @{ ProductKey = 'pk'; DeviceName = 'lamp' }; Id = 'InvalidDeviceSecret' }
        @{ Case = 'a device without name'; Device = @{ ProductKey = 'pk'; DeviceSecret = 's3cret' }; Id = 'InvalidDeviceName' }
        @{ Case = 'a device without product'; Device = @{ DeviceName = 'lamp'; DeviceSecret = 's3cret' }; Id = 'InvalidProductKey' }
        @{ Case = 'a device with "&" in its name'; Device = @{ ProductKey = 'pk'; DeviceName = 'a&b'; DeviceSecret = 's3cret' }; Id = 'InvalidDeviceName' }
        @{ Case = 'something else'; Device = 'lamp'; Id = 'InvalidProductKey' }
    ) {
        $before = @(Get-IotEmulator).Count
        $record = Get-ErrorOf { Start-IotEmulator -Device $Device }
        $record.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$record $($record.TargetObject)" | Should -Not -Match 's3cret'
        @(Get-IotEmulator).Count | Should -Be $before
    }

    It 'refuses one device with two secrets as EmulatorStartFailed' {
        $device = New-TestDevice
        $other = $device.Clone()
        $other.DeviceSecret = 'another'
        Get-ErrorId { Start-IotEmulator -Device $device, $other } | Should -Be 'EmulatorStartFailed'
    }
}

Describe 'Start-IotEmulator -Port' {
    It 'takes a given port for ws and another for wss' {
        $first = Start-IotEmulator
        Stop-IotEmulator $first
        $second = Start-IotEmulator -Port $first.Endpoint.Port -SecurePort $first.SecureEndpoint.Port
        $second.Endpoint | Should -Be $first.Endpoint
        $second.SecureEndpoint | Should -Be $first.SecureEndpoint
    }

    It 'fails with EmulatorStartFailed where the port is taken' {
        $first = Start-IotEmulator
        $record = Get-ErrorOf { Start-IotEmulator -Port $first.Endpoint.Port }
        $record.FullyQualifiedErrorId | Should -BeLike 'EmulatorStartFailed,*'
        $record.CategoryInfo.Category | Should -Be 'OpenError'
        $record.ErrorDetails.RecommendedAction | Should -Match '-Port'
    }
}

Describe 'Start-IotEmulator -Lenient' {
    BeforeAll {
        $device = New-TestDevice
        $content = "deviceName$($device.DeviceName)productKey$($device.ProductKey)"
        $hash = [System.Security.Cryptography.HMACSHA1]::HashData(
            [System.Text.Encoding]::UTF8.GetBytes($device.DeviceSecret), [System.Text.Encoding]::UTF8.GetBytes($content))
        # A signature that leaves the client id out.
        $fields = @{
            MqttClientId = 'me|securemode=3,signmethod=hmacsha1|'
            MqttUsername = "$($device.DeviceName)&$($device.ProductKey)"
            MqttPassword = [System.Convert]::ToHexString($hash)
        }
    }

    AfterAll {
        Disconnect-IotMqtt -All
    }

    It 'accepts a signature without the client id' {
        $emulator = Start-IotEmulator -Device $device -Lenient
        (Connect-IotMqtt @fields -Endpoint $emulator.Endpoint).State | Should -Be 'Connected'
    }

    It 'is what it takes: without it the same signature is refused' {
        $emulator = Start-IotEmulator -Device $device
        Get-ErrorId { Connect-IotMqtt @fields -Endpoint $emulator.Endpoint } | Should -Be 'AuthenticationRejected'
    }
}
