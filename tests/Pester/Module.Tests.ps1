BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $module = Get-Module AliyunIotWs

    # Copies what is loaded at an import, the assemblies where they are asked for.
    function Copy-Module([string] $Destination, [switch] $Built) {
        $null = [System.IO.Directory]::CreateDirectory($Destination)
        Copy-Item $ModuleManifest, (Join-Path $ModuleRoot 'module') $Destination -Recurse
        if ($Built) {
            Copy-Item (Join-Path $ModuleRoot 'bin') $Destination -Recurse
        }
        Join-Path $Destination 'AliyunIotWs.psd1'
    }
}

Describe 'The module' {
    It 'exports these cmdlets and nothing else' {
        [string[]]$names = $module.ExportedCommands.Keys
        [array]::Sort($names, [System.StringComparer]::Ordinal)
        $names | Should -Be @(
            'Connect-IotMqtt'
            'Disconnect-IotEmulatorDevice'
            'Disconnect-IotMqtt'
            'Get-IotEmulator'
            'Get-IotEmulatorEvent'
            'Get-IotEmulatorFault'
            'Get-IotMqttConnection'
            'New-IotMqttCredential'
            'Receive-IotEmulatorMessage'
            'Receive-IotMessage'
            'Register-IotSubscription'
            'Restart-IotEmulator'
            'Send-IotEmulatorMessage'
            'Send-IotMessage'
            'Set-IotEmulatorFault'
            'Start-IotEmulator'
            'Stop-IotEmulator'
            'Unregister-IotSubscription'
        )
        $module.ExportedCmdlets.Count | Should -Be $module.ExportedCommands.Count
        $module.ExportedVariables.Count | Should -Be 0
    }

    It 'declares in its manifest just what it exports' {
        $manifest = Test-ModuleManifest $ModuleManifest
        [string[]]$declared = $manifest.ExportedCmdlets.Keys
        [string[]]$exported = $module.ExportedCmdlets.Keys
        [array]::Sort($declared)
        [array]::Sort($exported)
        $declared | Should -Be $exported
        $manifest.ExportedFunctions.Count + $manifest.ExportedAliases.Count | Should -Be 0
    }

    It 'asks for PowerShell 7.4 of the Core edition' {
        $manifest = Test-ModuleManifest $ModuleManifest
        $manifest.PowerShellVersion | Should -Be '7.4'
        $manifest.CompatiblePSEditions | Should -Be 'Core'
        $module.Version | Should -Be $manifest.Version
    }

    It 'is imported without a word' {
        $shell = New-Shell
        try {
            Invoke-InShell $shell 'Import-Module $args[0] *>&1' | Should -BeNullOrEmpty
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'has types that resolve by name: <_>' -ForEach @(
        'AliyunIotWs.IotMqttCredential', 'AliyunIotWs.IotMqttConnection', 'AliyunIotWs.IotConnectionState'
        'AliyunIotWs.IotMessage', 'AliyunIotWs.IotPublishReceipt', 'AliyunIotWs.IotSubscription'
        'AliyunIotWs.IotSignMethod', 'AliyunIotWs.IotTransport'
    ) {
        ($_ -as [type]).FullName | Should -BeExactly $_
    }
}

Describe 'The load contexts' {
    BeforeAll {
        $device = New-TestDevice
        $emulator = Start-IotEmulator -Device $device
        $connection = New-IotMqttCredential @device -Endpoint $emulator.Endpoint | Connect-IotMqtt
        $own = [System.Runtime.Loader.AssemblyLoadContext]::All.Where({ $_.Name -eq 'AliyunIotWs' })
    }

    AfterAll {
        Disconnect-IotMqtt -All
        Stop-IotEmulator
    }

    It 'are the default one for the cmdlets and the engine' {
        $names = [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.ForEach({ $_.GetName().Name })
        [string[]]$ours = $names.Where({ $_ -like 'MQTTnet*' -or $_ -like 'AliyunIotWs*' -or $_ -like '*RateLimiting' })
        [array]::Sort($ours)
        $ours | Should -Be 'AliyunIotWs', 'AliyunIotWs.PowerShell'
    }

    It 'are one of its own for transport, emulator and their libraries' {
        $own.Count | Should -Be 1
        $names = $own[0].Assemblies.ForEach({ $_.GetName().Name })
        foreach ($name in 'AliyunIotWs.Transport', 'AliyunIotWs.Emulator', 'MQTTnet', 'MQTTnet.Server') {
            $names | Should -Contain $name
        }
        $names.Where({ $_ -in 'AliyunIotWs', 'AliyunIotWs.PowerShell' }) | Should -BeNullOrEmpty
    }

    It 'see an assembly no earlier than a command needs it' {
        $child = Invoke-ChildPowerShell -Script '
            param($module)
            function Get-Loaded {
                $names = [System.AppDomain]::CurrentDomain.GetAssemblies().ForEach({ $_.GetName().Name })
                [string[]]$ours = $names.Where({ $_ -like "AliyunIotWs*" -or $_ -like "MQTTnet*" })
                [array]::Sort($ours)
                "$ours"
            }
            Import-Module $module
            $credential = New-IotMqttCredential pk lamp secret -Endpoint ws://127.0.0.1:9
            Get-Loaded
            try { Connect-IotMqtt $credential -TimeoutSeconds 1 }
            catch { if ($_.FullyQualifiedErrorId -notlike "ConnectFailed,*") { throw } }
            Get-Loaded
            $null = Start-IotEmulator
            Get-Loaded'
        $lines = $child.Output -split '\r?\n'
        $lines[0] | Should -BeExactly 'AliyunIotWs AliyunIotWs.PowerShell'
        $lines[1] | Should -BeExactly 'AliyunIotWs AliyunIotWs.PowerShell AliyunIotWs.Transport'
        $lines[2] | Should -Match 'AliyunIotWs\.Emulator'
        $lines[2] | Should -Match 'MQTTnet\.Server'
    }

    It 'know the types of the engine from the import on' {
        $child = Invoke-ChildPowerShell -Script '
            param($module)
            Import-Module $module
            [AliyunIotWs.IotMessage].FullName'
        $child.Output | Should -BeExactly 'AliyunIotWs.IotMessage'
    }

    It 'are not disturbed by an MQTTnet of another version' {
        . (Join-Path $PSScriptRoot 'Support' 'Decoy.ps1')
        New-DecoyAssembly (Join-Path $TestDrive 'MQTTnet.dll') 'MQTTnet' '99.0.0.0'
        New-DecoyAssembly (Join-Path $TestDrive 'MQTTnet.Server.dll') 'MQTTnet.Server' '99.0.0.0'
        $script = Join-Path $TestDrive 'beside.ps1'
        [System.IO.File]::WriteAllText($script, '
            param($module)
            foreach ($name in "MQTTnet", "MQTTnet.Server") {
                $decoy = [System.Reflection.Assembly]::LoadFrom([System.IO.Path]::Combine($PSScriptRoot, "$name.dll"))
                "decoy: $($decoy.GetName().Version)"
            }
            Import-Module $module
            $emulator = Start-IotEmulator @{ ProductKey = "pk"; DeviceName = "lamp"; DeviceSecret = "secret" }
            $null = New-IotMqttCredential pk lamp secret -Endpoint $emulator.Endpoint | Connect-IotMqtt
            Send-IotMessage /pk/lamp/user/update works
            (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10).Payload
            Remove-Module AliyunIotWs')
        $child = Invoke-ChildPowerShell -File $script
        $child.Output -split '\r?\n' | Should -Be @('decoy: 99.0.0.0', 'decoy: 99.0.0.0', 'works')
        $child.Error | Should -BeNullOrEmpty
    }
}

Describe 'Importing the module again' {
    BeforeEach { $shell = New-Shell }
    AfterEach { $shell.Dispose() }

    It 'keeps all cmdlets with -Force' {
        $names = Invoke-InShell $shell '
            Import-Module $args[0]
            Import-Module $args[0] -Force
            (New-IotMqttCredential pk lamp secret).MqttUsername
            (Get-Module AliyunIotWs).ExportedCmdlets.Keys'
        $names[0] | Should -BeExactly 'lamp&pk'
        $names.Count - 1 | Should -Be $module.ExportedCmdlets.Count
    }

    It 'keeps the views with -Force' {
        $views = Invoke-InShell $shell '
            Import-Module $args[0]
            Import-Module $args[0] -Force
            $credential = New-IotMqttCredential pk lamp secret
            $credential.PSStandardMembers.DefaultDisplayPropertySet.ReferencedPropertyNames'
        $views | Should -Contain 'MqttUsername'
        $views | Should -Not -Contain 'MqttPassword'
    }

    It 'works after Remove-Module' {
        Invoke-InShell $shell '
            Import-Module $args[0]
            Remove-Module AliyunIotWs
            Import-Module $args[0]
            (New-IotMqttCredential pk lamp secret).MqttUsername' | Should -BeExactly 'lamp&pk'
    }
}

Describe 'The end of the module' {
    BeforeAll {
        $device = New-TestDevice
        $emulator = Start-IotEmulator -Device $device
        $connect = '
            $credential = $args[1]
            Start-IotEmulator
            Connect-IotMqtt $credential'
    }

    BeforeEach {
        $shell = New-Shell
        $credential = New-IotMqttCredential @device -Endpoint $emulator.Endpoint
    }

    AfterEach { $shell.Dispose() }
    AfterAll { Stop-IotEmulator }

    It 'closes what its session has open: <How>' -ForEach @(
        @{ How = 'Remove-Module'; Before = ''; End = 'Remove-Module AliyunIotWs' }
        @{ How = 'Remove-Module after -Force'; Before = 'Import-Module $args[0] -Force'; End = 'Remove-Module AliyunIotWs' }
        @{ How = 'Import-Module -Force'; Before = ''; End = 'Import-Module $args[0] -Force' }
    ) {
        $inner, $connection = Invoke-InShell $shell "Import-Module `$args[0]; $Before; $connect" $credential
        $connection.State | Should -Be 'Connected'
        $emulator.Online.Count | Should -Be 1
        Invoke-InShell $shell $End
        $connection.State | Should -Be 'Disconnected'
        $inner.State | Should -Be 'Stopped'
        Wait-Until { $emulator.Online.Count -eq 0 } | Should -BeTrue
    }

    It 'closes what its session has open: the end of the runspace' {
        $inner, $connection = Invoke-InShell $shell "Import-Module `$args[0]; $connect" $credential
        $connection.State | Should -Be 'Connected'
        $shell.Close()
        Wait-Until { $connection.State -eq 'Disconnected' } | Should -BeTrue
        Wait-Until { $inner.State -eq 'Stopped' } | Should -BeTrue
        Wait-Until { $emulator.Online.Count -eq 0 } | Should -BeTrue
    }

    It 'leaves alone what other sessions have open' {
        $null = Invoke-InShell $shell 'Import-Module $args[0]; Remove-Module AliyunIotWs'
        $emulator.State | Should -Be 'Running'
    }

    It 'lets the process end with a connection open' {
        $child = Invoke-ChildPowerShell -TimeoutSeconds 60 -Script '
            param($module)
            Import-Module $module
            $emulator = Start-IotEmulator @{ ProductKey = "pk"; DeviceName = "lamp"; DeviceSecret = "secret" }
            (New-IotMqttCredential pk lamp secret -Endpoint $emulator.Endpoint | Connect-IotMqtt).State'
        $child.Output | Should -BeExactly 'Connected'
        $child.ExitCode | Should -Be 0
    }
}

Describe 'Another copy of the module' {
    It 'is refused with ModuleAlreadyLoaded while the first one is <Case>' -ForEach @(
        @{ Case = 'imported'; First = '' }
        @{ Case = 'removed'; First = 'Remove-Module AliyunIotWs' }
    ) {
        $copy = Copy-Module (Join-Path $TestDrive "copy-$Case") -Built
        $child = Invoke-ChildPowerShell -Arguments $copy -Script "
            param(`$module, `$copy)
            Import-Module `$module
            $First
            try { Import-Module `$copy -ErrorAction Stop } catch { `$record = `$_ }
            `$record.FullyQualifiedErrorId
            `"`$record`"
            `$record.ErrorDetails.RecommendedAction"
        $id, $message, $remedy = $child.Output -split '\r?\n'
        $id | Should -BeLike 'ModuleAlreadyLoaded,*'
        $message | Should -Match ([regex]::Escape((Join-Path $ModuleRoot 'bin')))
        $remedy | Should -Match 'new PowerShell session'
    }

    It 'is told from one that is not built' {
        $copy = Copy-Module (Join-Path $TestDrive 'unbuilt')
        $child = Invoke-ChildPowerShell -Arguments $copy -Script '
            param($module, $copy)
            try { Import-Module $copy -ErrorAction Stop } catch { "$_" }'
        $child.Output | Should -Match 'bin/AliyunIotWs\.PowerShell\.dll'
    }
}
