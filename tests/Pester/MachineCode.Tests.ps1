# The machine code that the module has beside its portable assemblies.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
}

Describe 'The machine code of the module' {
    BeforeDiscovery {
        $system = [System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier
        $taken = [System.Environment]::Version.Major -ge 10 -and
            $system -in 'linux-x64', 'linux-arm64', 'win-x64', 'win-arm64', 'osx-x64', 'osx-arm64'
    }

    # An older .NET does not take it, and another system has the portable assemblies.
    It 'leaves no method of ours or of MQTTnet to be compiled at run time' -Skip:(-not $taken) {
        $list = Join-Path $TestDrive 'compiled.txt'
        $child = Invoke-ChildPowerShell -Environment @{ DOTNET_JitStdOutFile = $list; DOTNET_JitDisasmSummary = '1' } -Script {
            param($module)
            Import-Module $module
            $device = @{ ProductKey = 'pk'; DeviceName = 'lamp'; DeviceSecret = 'secret' }
            $emulator = Start-IotEmulator $device
            $null = New-IotMqttCredential @device -Endpoint $emulator.Endpoint | Connect-IotMqtt
            $null = Register-IotSubscription /pk/lamp/user/get
            Send-IotMessage /pk/lamp/user/update @{ A = 1 }
            (Invoke-IotRequest thing.event.property.post @{ A = 1 }).Code
            Disconnect-IotMqtt
            Stop-IotEmulator
        }
        $child.Output | Should -BeExactly '200'
        $compiled = Get-Content $list
        $compiled | Should -Not -BeNullOrEmpty
        # What runs often is compiled once more, better. The loader, which finds out what machine code fits, has none.
        $compiled -match 'JIT compiled (AliyunIotWs|MQTTnet|System\.Threading\.RateLimiting)[.+].*Tier0' -replace '^\s*\d+: JIT compiled (\S+) .*', '$1' |
            Should -Be 'AliyunIotWs.Loading.ModuleLoader:.ctor()', 'AliyunIotWs.Loading.ModuleLoader:OnImport()'
    }
}
