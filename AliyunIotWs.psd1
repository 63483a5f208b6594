@{
    ModuleVersion        = '0.1.0'
    GUID                 = '6f0d2f7e-4f0b-4c8e-9c39-5f0f6b1f2a71'
    Author               = 'The AliyunIotWs authors'
    CompanyName          = 'AliyunIotWs'
    Copyright            = '(c) The AliyunIotWs authors. MIT licence.'
    Description          = 'Makes a device of the Alibaba Cloud IoT Platform out of a PowerShell session: signs the credential, connects with MQTT over WebSocket, sends and receives messages through the pipeline, and brings an emulator of the platform for tests without a cloud account.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    # In this order: the first one sees to it which assembly the other one is.
    NestedModules        = @('bin/AliyunIotWs.Loading.dll', 'bin/AliyunIotWs.PowerShell.dll')
    FormatsToProcess     = @('module/AliyunIotWs.Format.ps1xml')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'Add-IotEmulatorDevice'
        'Connect-IotMqtt'
        'Disconnect-IotEmulatorDevice'
        'Disconnect-IotMqtt'
        'Export-IotEmulatorState'
        'Get-IotEmulator'
        'Get-IotEmulatorDevice'
        'Get-IotEmulatorEvent'
        'Get-IotEmulatorFault'
        'Get-IotMqttConnection'
        'Get-IotMqttPacket'
        'Import-IotEmulatorState'
        'Invoke-IotEmulatorService'
        'Invoke-IotMqttTrace'
        'Invoke-IotRequest'
        'New-IotMqttCredential'
        'Receive-IotEmulatorMessage'
        'Receive-IotMessage'
        'Receive-IotRequest'
        'Register-IotDevice'
        'Register-IotSubscription'
        'Remove-IotEmulatorDevice'
        'Restart-IotEmulator'
        'Select-IotEmulator'
        'Select-IotMqttConnection'
        'Send-IotEmulatorMessage'
        'Send-IotMessage'
        'Send-IotReply'
        'Set-IotEmulatorDevice'
        'Set-IotEmulatorFault'
        'Start-IotEmulator'
        'Start-IotMqttTrace'
        'Stop-IotEmulator'
        'Stop-IotMqttTrace'
        'Test-IotDevice'
        'Test-IotMqttConnection'
        'Unregister-IotSubscription'
    )
    PrivateData          = @{
        PSData = @{
            Tags         = @('AlibabaCloud', 'Aliyun', 'IoT', 'MQTT', 'WebSocket', 'Emulator', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            ProjectUri   = 'https://github.com/AliyunIotWs/AliyunIotWs'
            LicenseUri   = 'https://github.com/AliyunIotWs/AliyunIotWs/blob/main/LICENSE'
            # In the package this is the version's section of CHANGELOG.md.
            ReleaseNotes = ''
        }
    }
}
