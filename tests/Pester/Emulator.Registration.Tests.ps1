# Devices that come without a secret, and the cloud that gives them one.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')

    function Get-Signature([string] $Content, [string] $Secret) {
        $hmac = [System.Security.Cryptography.HMACSHA256]::new([System.Text.Encoding]::UTF8.GetBytes($Secret))
        [System.Convert]::ToHexString($hmac.ComputeHash([System.Text.Encoding]::UTF8.GetBytes($Content)))
    }

    # Registers over HTTPS, as a device that knows its product's secret.
    function Request-Secret([string] $DeviceName, [string] $ProductSecret = 'product secret') {
        $form = @{
            productKey = 'a1Reg'; deviceName = $DeviceName; random = '567345'; signMethod = 'hmacsha256'
            sign       = Get-Signature "deviceName${DeviceName}productKeya1Regrandom567345" $ProductSecret
        }
        $uri = "https://localhost:$($emulator.SecureEndpoint.Port)/auth/register/device"
        Invoke-RestMethod $uri -Method Post -Body $form -SkipCertificateCheck
    }
}

Describe 'Registration with the emulator' {
    BeforeAll {
        $emulator = @{ ProductKey = 'a1Reg'; DeviceName = 'meter-01' }, @{ ProductKey = 'a1Reg'; DeviceName = 'meter-02' } |
            Start-IotEmulator -Product @{ ProductKey = 'a1Reg'; ProductSecret = 'product secret' }
    }

    AfterAll {
        Stop-IotEmulator $emulator
    }

    It 'gives a device its secret, shows it, and lets it connect' {
        $device = Get-IotEmulatorDevice meter-01
        $device.RegisteredAt | Should -BeNullOrEmpty
        $device.ActivatedAt | Should -BeNullOrEmpty

        $answer = Request-Secret meter-01
        $answer.code | Should -Be 200
        (Get-IotEmulatorDevice meter-01).RegisteredAt | Should -BeOfType datetime
        (Get-IotEmulatorEvent meter-01 -Code Registered).Message | Should -BeExactly 'registered over HTTPS'
        $answer.data | New-IotMqttCredential -Endpoint $emulator.Endpoint | Connect-IotMqtt | Disconnect-IotMqtt
        (Get-IotEmulatorDevice meter-01).ActivatedAt | Should -BeOfType datetime

        (Request-Secret meter-01).code | Should -Be 6289
        (Get-IotEmulatorEvent meter-01 -Code RequestRejected).Message | Should -BeLike '*6289 device is already active*'
    }

    It 'refuses a device without a secret until it has one, and says what to do' {
        $try = @{ ProductKey = 'a1Reg'; DeviceName = 'meter-02'; DeviceSecret = 'none'; Endpoint = $emulator.Endpoint }
        Get-ErrorId { Connect-IotMqtt @try } | Should -BeExactly 'AuthenticationRejected'
        (Get-IotEmulatorEvent meter-02 -Code Refused).Message | Should -BeLike '*no secret yet, register it first*'
    }

    It 'names a wrong product secret' {
        (Request-Secret meter-02 'another').code | Should -Be 6600
        (Get-IotEmulatorEvent meter-02 -Code RequestRejected).Message | Should -BeLike '*6600*product secret is another one*'
    }

    It 'shows no secret in the log' {
        Get-IotEmulatorEvent | Out-String -Width 500 | Should -Not -BeLike '*product secret"*'
        $secret = (Request-Secret meter-02).data.deviceSecret
        $secret | Should -Match '^[0-9a-f]{32}$'
        Get-IotEmulatorEvent | Out-String -Width 500 | Should -Not -BeLike "*$secret*"
    }
}

Describe 'A device without a secret' {
    It 'is an error where its product can give it none' {
        $device = @{ ProductKey = 'a1Reg'; DeviceName = 'meter-01' }
        Get-ErrorId { Start-IotEmulator -Device $device } | Should -BeExactly 'InvalidDeviceSecret'
        $off = @{ ProductKey = 'a1Reg'; ProductSecret = 'x'; DynamicRegistration = $false }
        Get-ErrorId { Start-IotEmulator -Device $device -Product $off } | Should -BeExactly 'InvalidDeviceSecret'
    }
}
