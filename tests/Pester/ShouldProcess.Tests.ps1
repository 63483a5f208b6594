# Whatever changes something that runs, here or elsewhere, says with -WhatIf what it would do, and asks with -Confirm.
BeforeDiscovery {
    $verbs = 'Add', 'Connect', 'Disconnect', 'Export', 'Import', 'Invoke', 'Register', 'Remove', 'Restart', 'Send', 'Set', 'Start',
    'Stop', 'Unregister'
    Import-Module ($env:ALIYUNIOTWS_MANIFEST ? $env:ALIYUNIOTWS_MANIFEST : (Join-Path $PSScriptRoot '..' '..' 'AliyunIotWs.psd1'))
    $changing = Get-Command -Module AliyunIotWs -Verb $verbs | ForEach-Object Name
    $others = Get-Command -Module AliyunIotWs | ForEach-Object Name | Where-Object { $_ -notin $changing }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device, $second, $third = New-TestDevice -Count 3
    $product = @{ ProductKey = $device.ProductKey; ProductSecret = 'x' }
    $emulator = Start-IotEmulator -Device $device, $second -Product $product
    $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
    $update = '/{ProductKey}/{DeviceName}/user/update'
    $get = "/$($device.ProductKey)/$($device.DeviceName)/user/get"
    $null = Register-IotSubscription $get
    $null = Receive-IotRequest -TimeoutSeconds 0
    $call = Invoke-IotEmulatorService $device.DeviceName Reboot -NoWait
    $request = Receive-IotRequest -Count 1 -TimeoutSeconds 30
    Start-IotMqttTrace
    Send-IotMessage $update 'traced'
    $packet = Get-IotMqttPacket | Where-Object Type -EQ PUBLISH
    $state = Join-Path $TestDrive 'state.json'
    Export-IotEmulatorState $state

    $commands = @{
        'Add-IotEmulatorDevice'        = { Add-IotEmulatorDevice $third @args }
        'Connect-IotMqtt'              = { Connect-IotMqtt @second -Endpoint $emulator.Endpoint @args }
        'Disconnect-IotEmulatorDevice' = { Disconnect-IotEmulatorDevice $device.DeviceName @args }
        'Disconnect-IotMqtt'           = { Disconnect-IotMqtt @args }
        'Export-IotEmulatorState'      = { Export-IotEmulatorState (Join-Path $TestDrive 'other.json') @args }
        'Import-IotEmulatorState'      = { Import-IotEmulatorState $state @args }
        'Invoke-IotEmulatorService'    = { Invoke-IotEmulatorService $device.DeviceName Reboot -NoWait @args }
        'Invoke-IotMqttTrace'          = { $packet | Invoke-IotMqttTrace @args }
        'Invoke-IotRequest'            = { Invoke-IotRequest thing.event.property.post @{ Power = 1 } @args }
        'Register-IotDevice'           = {
            Register-IotDevice $device.ProductKey $second.DeviceName x -Endpoint $emulator.SecureEndpoint -SkipCertificateCheck @args
        }
        'Register-IotSubscription'     = { Register-IotSubscription "$get/more" @args }
        'Remove-IotEmulatorDevice'     = { Remove-IotEmulatorDevice $second.DeviceName @args }
        'Restart-IotEmulator'          = { Restart-IotEmulator @args }
        'Send-IotEmulatorMessage'      = { Send-IotEmulatorMessage $get 'x' @args }
        'Send-IotMessage'              = { Send-IotMessage $update 'x' @args }
        'Send-IotReply'                = { $request | Send-IotReply @args }
        'Set-IotEmulatorDevice'        = { Set-IotEmulatorDevice $device.DeviceName -Tag @{ floor = '1' } @args }
        'Set-IotEmulatorFault'         = { Set-IotEmulatorFault -BlackHole @args }
        'Start-IotEmulator'            = { Start-IotEmulator @args }
        'Start-IotMqttTrace'           = { Start-IotMqttTrace @args }
        'Stop-IotEmulator'             = { Stop-IotEmulator @args }
        'Stop-IotMqttTrace'            = { Stop-IotMqttTrace @args }
        'Unregister-IotSubscription'   = { Unregister-IotSubscription $get @args }
    }

    # All that a command could change, as text.
    function Get-World {
        @{
            Emulators   = Get-IotEmulator | ForEach-Object { "$($_.Id) $($_.State) $($_.Devices) $($_.Online)" }
            Connections = Get-IotMqttConnection | ForEach-Object { "$($_.Id) $($_.State) $($_.MessagesSent) $($_.MessagesReceived) $($_.Subscriptions.Topic)" }
            Devices     = Get-IotEmulatorDevice | ForEach-Object { $_ | ConvertTo-Json -Depth 4 }
            Faults      = Get-IotEmulatorFault | ForEach-Object { "$_" }
            Events      = @(Get-IotEmulatorEvent).Count
            Packets     = @(Get-IotMqttPacket).Count
            Files       = (Get-ChildItem $TestDrive).Name
            Call        = $call.Status
        } | ConvertTo-Json
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe '<_>' -ForEach $changing {
    It 'has -WhatIf and -Confirm' {
        $parameters = (Get-Command $_).Parameters
        $parameters.ContainsKey('WhatIf') | Should -BeTrue
        $parameters.ContainsKey('Confirm') | Should -BeTrue
    }

    It 'changes nothing with -WhatIf, and emits nothing' {
        $before = Get-World
        & $commands[$_] -WhatIf | Should -BeNullOrEmpty
        Get-World | Should -BeExactly $before
    }

    It 'changes nothing where the session prefers it so' {
        $before = Get-World
        & {
            $WhatIfPreference = $true
            & $commands[$args[0]]
        } $_ | Should -BeNullOrEmpty
        Get-World | Should -BeExactly $before
    }
}

Describe 'Commands that change nothing' {
    It 'do not ask: <_>' -ForEach $others {
        (Get-Command $_).Parameters.ContainsKey('WhatIf') | Should -BeFalse
    }
}
