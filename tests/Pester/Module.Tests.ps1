BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $module = Get-Module AliyunIotWs

    # Copies what is loaded at an import, the assemblies where they are asked for.
    function Copy-Module([string] $Destination, [switch] $Built) {
        $null = New-Item $Destination -ItemType Directory
        Copy-Item $ModuleManifest, (Join-Path $ModuleRoot 'module') $Destination -Recurse
        if ($Built) { Copy-Item (Join-Path $ModuleRoot 'bin') $Destination -Recurse }
        Join-Path $Destination 'AliyunIotWs.psd1'
    }
}

Describe 'The module' {
    It 'exports these cmdlets and nothing else' {
        $module.ExportedCommands.Keys | Sort-Object | Should -Be @(
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
        $module.ExportedCmdlets.Count | Should -Be $module.ExportedCommands.Count
        $module.ExportedVariables.Count | Should -Be 0
    }

    It 'declares in its manifest just what it exports' {
        $manifest = Test-ModuleManifest $ModuleManifest
        $manifest.ExportedCmdlets.Keys | Sort-Object | Should -Be ($module.ExportedCmdlets.Keys | Sort-Object)
        $manifest.ExportedFunctions.Count + $manifest.ExportedAliases.Count | Should -Be 0
    }

    It 'asks for PowerShell 7.4 of the Core edition' {
        $manifest = Test-ModuleManifest $ModuleManifest
        $manifest.PowerShellVersion | Should -Be '7.4'
        $manifest.CompatiblePSEditions | Should -Be 'Core'
        $module.Version | Should -Be $manifest.Version
    }

    It 'takes fractions of seconds wherever a command has a time-out' {
        $times = $module.ExportedCmdlets.Values.Parameters.Values | Where-Object Name -EQ 'TimeoutSeconds'
        $times.Count | Should -BeGreaterThan 8
        $times.ParameterType | ForEach-Object { [Nullable]::GetUnderlyingType($_) ?? $_ } | Should -Be (@([double]) * $times.Count)
    }

    It 'is imported without a word' {
        Start-ThreadJob { Import-Module $using:ModuleManifest *>&1 } | Receive-Job -Wait -AutoRemoveJob | Should -BeNullOrEmpty
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
        $own = @([System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ 'AliyunIotWs')
    }

    AfterAll {
        Disconnect-IotMqtt -All
        Stop-IotEmulator -All
    }

    It 'are the default one for the cmdlets and the engine' {
        [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies | ForEach-Object { $_.GetName().Name } |
            Where-Object { $_ -like 'MQTTnet*' -or $_ -like 'AliyunIotWs*' -or $_ -like '*RateLimiting' } | Sort-Object |
            Should -Be 'AliyunIotWs', "AliyunIotWs.Loading.$((Get-Module AliyunIotWs).Version)", 'AliyunIotWs.PowerShell'
    }

    It 'are one of its own for transport, emulator and their libraries' {
        $own.Count | Should -Be 1
        $names = $own[0].Assemblies | ForEach-Object { $_.GetName().Name }
        foreach ($name in 'AliyunIotWs.Transport', 'AliyunIotWs.Emulator', 'MQTTnet', 'MQTTnet.Server') {
            $names | Should -Contain $name
        }
        foreach ($name in 'AliyunIotWs', 'AliyunIotWs.PowerShell') { $names | Should -Not -Contain $name }
    }

    It 'see an assembly no earlier than a command needs it' {
        $child = Invoke-ChildPowerShell -Script {
            param($module)
            function Get-Loaded {
                $names = [System.AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name }
                "$($names | Where-Object { $_ -like 'AliyunIotWs*' -or $_ -like 'MQTTnet*' } | Sort-Object)"
            }
            Import-Module $module
            $credential = New-IotMqttCredential pk lamp secret -Endpoint ws://127.0.0.1:9
            Get-Loaded
            try { Connect-IotMqtt $credential }
            catch { if ($_.FullyQualifiedErrorId -notlike 'ConnectFailed,*') { throw } }
            Get-Loaded
            $null = Start-IotEmulator
            Get-Loaded
        }
        $lines = $child.Output -split '\r?\n'
        $loader = "AliyunIotWs.Loading.$((Get-Module AliyunIotWs).Version)"
        $lines[0] | Should -BeExactly "AliyunIotWs $loader AliyunIotWs.PowerShell"
        $lines[1] | Should -BeExactly "AliyunIotWs $loader AliyunIotWs.PowerShell AliyunIotWs.Transport"
        $lines[2] | Should -Match 'AliyunIotWs\.Emulator'
        $lines[2] | Should -Match 'MQTTnet\.Server'
    }

    It 'know the types of the engine from the import on' {
        $child = Invoke-ChildPowerShell -Script {
            param($module)
            Import-Module $module
            [AliyunIotWs.IotMessage].FullName
        }
        $child.Output | Should -BeExactly 'AliyunIotWs.IotMessage'
    }

    It 'are not disturbed by an MQTTnet of another version' {
        . (Join-Path $PSScriptRoot 'Support' 'Decoy.ps1')
        New-DecoyAssembly (Join-Path $TestDrive 'MQTTnet.dll') 'MQTTnet' '99.0.0.0'
        New-DecoyAssembly (Join-Path $TestDrive 'MQTTnet.Server.dll') 'MQTTnet.Server' '99.0.0.0'
        $child = Invoke-ChildPowerShell -Arguments $TestDrive -Script {
            param($module, $folder)
            foreach ($name in 'MQTTnet', 'MQTTnet.Server') {
                $decoy = [System.Reflection.Assembly]::LoadFrom((Join-Path $folder "$name.dll"))
                "decoy: $($decoy.GetName().Version)"
            }
            Import-Module $module
            $emulator = Start-IotEmulator @{ ProductKey = 'pk'; DeviceName = 'lamp'; DeviceSecret = 'secret' }
            $null = New-IotMqttCredential pk lamp secret -Endpoint $emulator.Endpoint | Connect-IotMqtt
            Send-IotMessage /pk/lamp/user/update works
            (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10).Payload
            Remove-Module AliyunIotWs
        }
        $child.Output -split '\r?\n' | Should -Be @('decoy: 99.0.0.0', 'decoy: 99.0.0.0', 'works')
        $child.Error | Should -BeNullOrEmpty
    }
}

Describe 'Another module in the process' {
    It 'may use an MQTTnet of its own' {
        $child = Invoke-ChildPowerShell -Arguments (Join-Path $ModuleRoot 'bin' 'MQTTnet.dll') -Script {
            param($module, $library)
            Import-Module $module
            $device = @{ ProductKey = 'pk'; DeviceName = 'lamp'; DeviceSecret = 'secret' }
            $emulator = Start-IotEmulator $device
            $credential = New-IotMqttCredential @device -Endpoint $emulator.Endpoint -AsPlainText
            New-IotMqttCredential @device -Endpoint $emulator.Endpoint | Connect-IotMqtt | Disconnect-IotMqtt

            $null = [System.Reflection.Assembly]::LoadFrom($library)
            $client = [MQTTnet.MqttClientFactory]::new().CreateMqttClient()
            $options = [MQTTnet.MqttClientOptions]::new()
            $options.ProtocolVersion = 'V311'
            $options.KeepAlivePeriod = '00:05:00'
            $options.ClientId = $credential.MqttClientId
            $options.Credentials = [MQTTnet.MqttClientCredentials]::new(
                $credential.MqttUsername, [System.Text.Encoding]::UTF8.GetBytes($credential.MqttPassword))
            $options.ChannelOptions = [MQTTnet.MqttClientTcpOptions]@{
                RemoteEndpoint = [System.Net.IPEndPoint]::new([System.Net.IPAddress]::Loopback, $emulator.Endpoint.Port)
            }
            $client.ConnectAsync($options).GetAwaiter().GetResult().ResultCode
            $message = [MQTTnet.MqttApplicationMessage]@{ Topic = '/pk/lamp/user/update' }
            $null = $client.PublishAsync($message).GetAwaiter().GetResult()
            (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 30).Topic
        }
        $child.Error | Should -BeNullOrEmpty
        $child.Output -split '\r?\n' | Should -Be 'Success', '/pk/lamp/user/update'
    }
}

Describe 'Importing the module again' {
    BeforeEach { $shell = New-Shell }
    AfterEach { $shell.Dispose() }

    It 'keeps all cmdlets with -Force' {
        $names = Invoke-InShell $shell {
            Import-Module $args[0]
            Import-Module $args[0] -Force
            (New-IotMqttCredential pk lamp secret).MqttUsername
            (Get-Module AliyunIotWs).ExportedCmdlets.Keys
        }
        $names[0] | Should -BeExactly 'lamp&pk'
        $names.Count - 1 | Should -Be $module.ExportedCmdlets.Count
    }

    It 'keeps the views with -Force' {
        $views = Invoke-InShell $shell {
            Import-Module $args[0]
            Import-Module $args[0] -Force
            $credential = New-IotMqttCredential pk lamp secret
            $credential.PSStandardMembers.DefaultDisplayPropertySet.ReferencedPropertyNames
        }
        $views | Should -Contain 'MqttUsername'
        $views | Should -Not -Contain 'MqttPassword'
    }

    It 'works after Remove-Module' {
        Invoke-InShell $shell {
            Import-Module $args[0]
            Remove-Module AliyunIotWs
            Import-Module $args[0]
            (New-IotMqttCredential pk lamp secret).MqttUsername
        } | Should -BeExactly 'lamp&pk'
    }
}

Describe 'The end of the module' {
    BeforeAll {
        $device = New-TestDevice
        $emulator = Start-IotEmulator -Device $device
        # With an emulator and a connection, both of which it emits.
        function Start-Session([scriptblock] $Before) {
            Invoke-InShell $shell { Import-Module $args[0] }
            if ($Before) { Invoke-InShell $shell $Before }
            Invoke-InShell $shell { Start-IotEmulator; Connect-IotMqtt $args[1] } $credential
        }
    }

    BeforeEach {
        $shell = New-Shell
        $credential = New-IotMqttCredential @device -Endpoint $emulator.Endpoint
    }

    AfterEach { $shell.Dispose() }
    AfterAll { Stop-IotEmulator -All }

    It 'closes what its session has open: <How>' -ForEach @(
        @{ How = 'Remove-Module'; End = { Remove-Module AliyunIotWs } }
        @{ How = 'Remove-Module after -Force'; Before = { Import-Module $args[0] -Force }; End = { Remove-Module AliyunIotWs } }
        @{ How = 'Import-Module -Force'; End = { Import-Module $args[0] -Force } }
    ) {
        $inner, $connection = Start-Session $Before
        $connection.State | Should -Be 'Connected'
        $emulator.Online.Count | Should -Be 1
        Invoke-InShell $shell $End
        $connection.State | Should -Be 'Disconnected'
        $inner.State | Should -Be 'Stopped'
        Wait-Until { $emulator.Online.Count -eq 0 } | Should -BeTrue
    }

    It 'closes what its session has open: the end of the runspace' {
        $inner, $connection = Start-Session
        $connection.State | Should -Be 'Connected'
        $shell.Runspace.Close()
        Wait-Until { $connection.State -eq 'Disconnected' } | Should -BeTrue
        Wait-Until { $inner.State -eq 'Stopped' } | Should -BeTrue
        Wait-Until { $emulator.Online.Count -eq 0 } | Should -BeTrue
    }

    It 'leaves alone what other sessions have open' {
        $null = Invoke-InShell $shell { Import-Module $args[0]; Remove-Module AliyunIotWs }
        $emulator.State | Should -Be 'Running'
    }

    It 'lets the process end with a connection open' {
        $child = Invoke-ChildPowerShell -TimeoutSeconds 60 -Script {
            param($module)
            Import-Module $module
            $emulator = Start-IotEmulator @{ ProductKey = 'pk'; DeviceName = 'lamp'; DeviceSecret = 'secret' }
            (New-IotMqttCredential pk lamp secret -Endpoint $emulator.Endpoint | Connect-IotMqtt).State
        }
        $child.Output | Should -BeExactly 'Connected'
        $child.ExitCode | Should -Be 0
    }
}

Describe 'Another copy of the module' {
    It 'is refused with ModuleAlreadyLoaded while the first one is <Case>' -ForEach @(
        @{ Case = 'imported' }
        @{ Case = 'removed' }
    ) {
        $copy = Copy-Module (Join-Path $TestDrive "copy-$Case") -Built
        $child = Invoke-ChildPowerShell -Arguments $copy, $Case -Script {
            param($module, $copy, $case)
            Import-Module $module
            if ($case -eq 'removed') { Remove-Module AliyunIotWs }
            try { Import-Module $copy -ErrorAction Stop } catch { $record = $_ }
            $record.FullyQualifiedErrorId
            "$record"
            $record.ErrorDetails.RecommendedAction
        }
        $id, $message, $remedy = $child.Output -split '\r?\n'
        $id | Should -BeLike 'ModuleAlreadyLoaded,*'
        $message | Should -Match ([regex]::Escape((Join-Path $ModuleRoot 'bin')))
        $remedy | Should -Match 'new PowerShell session'
    }

    It 'is told from one that is not built' {
        $copy = Copy-Module (Join-Path $TestDrive 'unbuilt')
        $child = Invoke-ChildPowerShell -Arguments $copy -Script {
            param($module, $copy)
            try { Import-Module $copy -ErrorAction Stop } catch { "$_" }
        }
        $child.Output | Should -Match 'bin/AliyunIotWs\.Loading\.dll'
    }
}
