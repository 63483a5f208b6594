BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device = New-TestDevice
    $emulator = Start-IotEmulator -Device $device
    $credential = New-IotMqttCredential @device -Endpoint $emulator.Endpoint
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator $emulator
}

Describe 'Connect-IotMqtt' {
    AfterEach { Disconnect-IotMqtt -All }

    Context 'what it takes' {
        It 'connects with a signed credential from the pipeline' {
            ($credential | Connect-IotMqtt).State | Should -Be 'Connected'
            $emulator.Online | Should -Be "$($device.ProductKey)/$($device.DeviceName)"
        }

        It 'connects with a signed credential as an argument' {
            (Connect-IotMqtt $credential).DeviceName | Should -Be $device.DeviceName
        }

        It 'connects with a credential that was read back from Clixml' {
            $credential | Export-Clixml 'TestDrive:\credential.xml'
            $stored = Import-Clixml 'TestDrive:\credential.xml'
            $stored.PSObject.TypeNames | Should -Contain 'Deserialized.AliyunIotWs.IotMqttCredential'
            ($stored | Connect-IotMqtt).State | Should -Be 'Connected'
        }

        It 'connects with a credential that was read back from JSON' {
            $row = New-IotMqttCredential @device -Endpoint $emulator.Endpoint -AsPlainText
            ($row | ConvertTo-Json | ConvertFrom-Json | Connect-IotMqtt).State | Should -Be 'Connected'
        }

        It 'connects with a credential that was read back from CSV' {
            New-IotMqttCredential @device -Endpoint $emulator.Endpoint -AsPlainText | Export-Csv -Path 'TestDrive:\credential.csv'
            (Import-Csv -Path 'TestDrive:\credential.csv' | Connect-IotMqtt).State | Should -Be 'Connected'
        }

        It 'connects with the row itself, and with a file of a version that kept the password as text' {
            $row = New-IotMqttCredential @device -Endpoint $emulator.Endpoint -AsPlainText
            ($row | Connect-IotMqtt).State | Should -Be 'Connected'
            Disconnect-IotMqtt
            $row | Export-Clixml -Path 'TestDrive:\old.xml'
            (Import-Clixml -Path 'TestDrive:\old.xml' | Connect-IotMqtt).State | Should -Be 'Connected'
        }

        It 'connects with the three MQTT fields as arguments' {
            $fields = @{
                MqttClientId = $credential.MqttClientId
                MqttUsername = $credential.MqttUsername
                MqttPassword = $credential.MqttPassword
            }
            (Connect-IotMqtt @fields -Endpoint $credential.Endpoint).ProductKey | Should -Be $device.ProductKey
        }

        It 'signs for the device and connects in one step' {
            (Connect-IotMqtt @device -Endpoint $emulator.Endpoint).State | Should -Be 'Connected'
        }

        It 'takes the device secret as a SecureString too' {
            $guarded = $device.Clone()
            $guarded.DeviceSecret = ConvertTo-SecureString $device.DeviceSecret -AsPlainText -Force
            (Connect-IotMqtt @guarded -Endpoint $emulator.Endpoint).State | Should -Be 'Connected'
        }

        It 'signs with <_> as well' -ForEach 'HmacSha1', 'HmacMd5', 'HmacSha256' {
            (Connect-IotMqtt @device -Endpoint $emulator.Endpoint -SignMethod $_ -NoTimestamp).State | Should -Be 'Connected'
        }

        It 'takes rows of a CSV file that name devices' {
            [pscustomobject]($device + @{ Endpoint = $emulator.Endpoint }) | Export-Csv 'TestDrive:\devices.csv'
            (Import-Csv 'TestDrive:\devices.csv' | New-IotMqttCredential | Connect-IotMqtt).DeviceName | Should -Be $device.DeviceName
        }

        It 'goes to -Endpoint in place of the endpoint of the credential' {
            $elsewhere = New-IotMqttCredential @device -Transport Ws
            ($elsewhere | Connect-IotMqtt -Endpoint $emulator.Endpoint).Endpoint | Should -Be $emulator.Endpoint
        }
    }

    Context 'what it gives' {
        It 'emits one IotMqttConnection that shows what was asked for' {
            $connection = $credential | Connect-IotMqtt -KeepAliveSeconds 60
            $connection | Should -BeOfType 'AliyunIotWs.IotMqttConnection'
            $connection.Name | Should -Be "$($device.ProductKey).$($device.DeviceName)"
            $connection.Endpoint | Should -Be $emulator.Endpoint
            $connection.KeepAliveSeconds | Should -Be 60
            ((Get-Date) - $connection.ConnectedAt).TotalMinutes | Should -BeLessThan 1
            $connection.LastError | Should -BeNullOrEmpty
        }

        It 'calls the connection what -Name says' {
            ($credential | Connect-IotMqtt -Name 'pump').Name | Should -Be 'pump'
        }

        It 'tells its stages with -Verbose, and no password in them' {
            $said = @($credential | Connect-IotMqtt -Verbose 4>&1 |
                    Where-Object { $_ -is [System.Management.Automation.VerboseRecord] })
            $said.Count | Should -BeGreaterThan 1
            "$said" | Should -Match ([regex]::Escape($credential.Endpoint))
            "$said" | Should -Not -Match $credential.GetNetworkCredential().Password
        }

        It 'warns where the device is connected already, and no more when that connection is closed' {
            $null = $credential | Connect-IotMqtt -Name 'older'
            $quietly = @{ WarningVariable = 'warned'; WarningAction = 'SilentlyContinue' }
            $null = $credential | Connect-IotMqtt -Name 'younger' -NoReconnect @quietly
            "$warned" | Should -Match "'older' is connected as this device, too"
            Disconnect-IotMqtt -All
            $null = $credential | Connect-IotMqtt @quietly
            "$warned" | Should -BeNullOrEmpty
        }

        It 'keeps the connection when one packet goes in each frame' {
            $null = $credential | Connect-IotMqtt -SinglePacketFrames
            1..50 | Send-IotMessage -Topic '/{ProductKey}/{DeviceName}/user/update'
            @(Receive-IotEmulatorMessage -Count 50 -TimeoutSeconds 10).Payload | Should -Be (1..50 | ForEach-Object { "$_" })
        }
    }

    Context 'several credentials in one pipeline' {
        BeforeAll {
            $others = New-TestDevice -Count 2
            $several = Start-IotEmulator -Device $others
            $good = foreach ($one in $others) { New-IotMqttCredential @one -Endpoint $several.Endpoint }
            $unknown = New-TestDevice
            $bad = New-IotMqttCredential @unknown -Endpoint $several.Endpoint
        }

        AfterAll { Stop-IotEmulator $several }

        It 'connects the others where one fails, and reports that one without ending' {
            $connections = @($good[0], $bad, $good[1] | Connect-IotMqtt -ErrorVariable problems -ErrorAction SilentlyContinue)
            $connections.DeviceName | Should -Be $others.DeviceName
            $problems.Count | Should -Be 1
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'AuthenticationRejected,*'
            $problems[0].TargetObject | Should -BeLike "*$($unknown.DeviceName)*"
        }

        It 'opens a fleet in the order of its credentials' {
            $fleet = New-TestDevice -Count 200
            $host200 = Start-IotEmulator -Device $fleet
            try {
                $credentials = foreach ($one in $fleet) { New-IotMqttCredential @one -Endpoint $host200.Endpoint }
                $connections = @($credentials | Connect-IotMqtt)
                $connections.DeviceName | Should -Be $fleet.DeviceName
                @($connections | Where-Object State -EQ 'Connected').Count | Should -Be 200
                $host200.Online.Count | Should -Be 200
            }
            finally {
                Disconnect-IotMqtt -All
                Stop-IotEmulator $host200
            }
        }

        It 'tells the stages of each with -Verbose' {
            $said = $good | Connect-IotMqtt -Verbose 4>&1 |
                Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
            foreach ($one in $good) { "$said" | Should -Match ([regex]::Escape("as device '$($one.DeviceName)'")) }
            @($said -like 'Connected*').Count | Should -Be 2
        }

        It 'connects the others also where the first fails' {
            $connections = @($bad, $good[0], $good[1] | Connect-IotMqtt -ErrorVariable problems -ErrorAction SilentlyContinue)
            $connections.DeviceName | Should -Be $others.DeviceName
            $problems.Count | Should -Be 1
        }

        It 'ends the statement where the only one fails' {
            $reached = $false
            try { $bad | Connect-IotMqtt -ErrorAction SilentlyContinue; $reached = $true } catch { $caught = $_ }
            $caught.FullyQualifiedErrorId | Should -BeLike 'AuthenticationRejected,*'
            $reached | Should -BeFalse
        }
    }

    Context 'in a script of its own' {
        It 'gives the process the exit code 1 when the connect fails' {
            $child = Invoke-ChildPowerShell -Arguments $emulator.Endpoint -Script {
                param($manifest, $endpoint)
                $ErrorActionPreference = 'Stop'
                Import-Module $manifest
                Connect-IotMqtt -ProductKey a1 -DeviceName nobody -DeviceSecret wrong -Endpoint $endpoint
                'went on'
            }
            $child.ExitCode | Should -Be 1
            $child.Output + $child.Error | Should -Match 'CONNACK 4'
            $child.Output | Should -Not -Match 'went on'
        }

        It 'gives the process the exit code 0 when all went well, without a Disconnect-IotMqtt' {
            $arguments = $device.ProductKey, $device.DeviceName, $device.DeviceSecret, $emulator.Endpoint
            $child = Invoke-ChildPowerShell -Arguments $arguments -Script {
                param($manifest, $key, $name, $secret, $endpoint)
                $ErrorActionPreference = 'Stop'
                Import-Module $manifest
                $null = Connect-IotMqtt -ProductKey $key -DeviceName $name -DeviceSecret $secret -Endpoint $endpoint
                'from a child' | Send-IotMessage -Topic '/{ProductKey}/{DeviceName}/user/update'
                'went on'
            }
            $child.Error | Should -BeNullOrEmpty
            $child.Output | Should -Be 'went on'
            $child.ExitCode | Should -Be 0
            (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10).Payload | Should -Be 'from a child'
        }
    }
}
