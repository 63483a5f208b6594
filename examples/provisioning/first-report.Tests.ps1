# A provisioning step, tested with Pester 5 or 6 against the emulator: no cloud account, no network.
#     Invoke-Pester ./examples/provisioning/first-report.Tests.ps1 -Output Detailed

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '..' '..' 'AliyunIotWs.psd1')

    # The step under test: a device reports for duty. In a project of your own this is a script of yours.
    function Send-FirstReport($Device, [string] $Endpoint, [string] $Firmware) {
        $connection = $Device | New-IotMqttCredential -Endpoint $Endpoint | Connect-IotMqtt
        try {
            $report = @{ id = '1'; version = '1.0'; params = @{ Firmware = $Firmware } }
            Send-IotMessage '/sys/{ProductKey}/{DeviceName}/thing/event/property/post' $report -Connection $connection
        }
        finally {
            Disconnect-IotMqtt $connection
        }
    }

    # The columns of the console's export; a secret is made up for this run.
    $devices = @"
DeviceName,ProductKey,DeviceSecret
lamp-01,a1B2c3D4e5F,$((New-Guid).ToString('N'))
lamp-02,a1B2c3D4e5F,$((New-Guid).ToString('N'))
"@ | ConvertFrom-Csv
    $emulator = $devices | Start-IotEmulator
    $endpoint = [string]$emulator.Endpoint
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator $emulator
}

Describe 'Send-FirstReport' {
    It 'reports the firmware of each device once' {
        foreach ($device in $devices) {
            Send-FirstReport $device $endpoint '1.2.0'
        }

        $reports = Receive-IotEmulatorMessage -Count 2 -TimeoutSeconds 10
        $reports.DeviceName | Should -Be 'lamp-01', 'lamp-02'
        ($reports[0].Payload | ConvertFrom-Json).params.Firmware | Should -Be '1.2.0'
        Receive-IotEmulatorMessage -TimeoutSeconds 0.5 | Should -BeNullOrEmpty
    }

    It 'fails with AuthenticationRejected for a wrong secret' {
        $stranger = [pscustomobject]@{ ProductKey = 'a1B2c3D4e5F'; DeviceName = 'lamp-01'; DeviceSecret = 'wrong' }
        { Send-FirstReport $stranger $endpoint '1.2.0' } | Should -Throw -ErrorId 'AuthenticationRejected,*'
    }

    It 'leaves no connection behind' {
        Send-FirstReport $devices[0] $endpoint '1.2.0'
        Get-IotMqttConnection | Should -BeNullOrEmpty
    }
}
