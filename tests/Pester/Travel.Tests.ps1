#pester:no-parallel - a runspace pool takes the type data of a module in its first runspace alone, and here it is tested.
# What cmdlets emit keeps its meaning on its way through files, jobs and other machines.
BeforeDiscovery {
    $types = @(
        @{ Type = 'IotMessage'; Times = @('ReceivedAt') }
        @{ Type = 'IotEmulatorMessage'; Times = @('ReceivedAt') }
        @{ Type = 'IotRequest'; Times = @('ReceivedAt'); Words = @{ Kind = 'Service' } }
        @{ Type = 'IotMqttPacket'; Times = @('Time'); Words = @{ Direction = 'Received' } }
        @{ Type = 'IotEmulatorEvent'; Times = @('Time'); Words = @{ Code = 'Connected' } }
        @{ Type = 'IotMqttConnection'; Times = @('ConnectedAt'); Words = @{ State = 'Connected' }; Addresses = @('Endpoint') }
        @{ Type = 'IotEmulatorDevice'; Times = @('ConnectedAt', 'ActivatedAt') }
        @{ Type = 'IotMqttCredential'; Words = @{ SignMethod = 'HmacSha256'; Transport = 'Ws' }; Addresses = @('Endpoint') }
        @{ Type = 'IotConnectionTest'; Words = @{ Stage = 'Name'; Result = 'Passed' }; Numbers = @('ElapsedMilliseconds') }
        @{ Type = 'IotPublishReceipt'; Numbers = @('LatencyMilliseconds', 'Attempts') }
        @{ Type = 'IotReply'; Numbers = @('ElapsedMilliseconds', 'Code') }
        @{ Type = 'IotEmulator'; Words = @{ State = 'Running' }; Addresses = @('Endpoint', 'SecureEndpoint') }
        @{ Type = 'IotEmulatorCall' }
        @{ Type = 'IotEmulatorFault'; Numbers = @('Value', 'Probability') }
        @{ Type = 'IotEmulatorFirmware'; Words = @{ OfferedVersion = '2.0' } }
        @{ Type = 'IotSubscription'; Numbers = @('Received') }
        @{ Type = 'IotDevice'; Addresses = @('Endpoint') }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Samples.ps1')
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe '<Type>' -ForEach $types {
    BeforeAll {
        $sample = @($samples[$Type])[0]
        Export-Clixml -Path (Join-Path $TestDrive 'sample.xml') -InputObject $sample
        $ways = @{
            File   = Import-Clixml (Join-Path $TestDrive 'sample.xml')
            # What jobs and remoting do with an object.
            Clixml = [System.Management.Automation.PSSerializer]::Deserialize(
                [System.Management.Automation.PSSerializer]::Serialize($sample))
            # Depth 4 holds the certificate of an emulator.
            Json   = $sample | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue | ConvertFrom-Json
            Csv    = $sample | ConvertTo-Csv | ConvertFrom-Csv
        }
    }

    It 'has the same properties everywhere' {
        $names = $sample.psobject.Properties.Name | Sort-Object
        foreach ($way in $ways.Keys) { $ways[$way].psobject.Properties.Name | Sort-Object | Should -Be $names -Because $way }
    }

    It 'keeps times as times, to the last digit and with their zone' {
        foreach ($name in $Times) {
            $sample.$name | Should -BeOfType datetime
            $sample.$name.Kind | Should -Be 'Local'
            $ways.Clixml.$name | Should -BeOfType datetime
            $ways.Csv.$name | Should -Match '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}[+-]\d\d:\d\d$'
            foreach ($way in $ways.Keys) {
                ([datetime] $ways[$way].$name).ToLocalTime() | Should -Be $sample.$name -Because $way
            }
        }
    }

    It 'has words where it has an enumeration' {
        foreach ($name in $Words.Keys) {
            foreach ($way in $ways.Keys) { $ways[$way].$name | Should -BeExactly $Words[$name] -Because $way }
            $ways.Clixml | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue | ConvertFrom-Json |
                ForEach-Object $name | Should -BeExactly $Words[$name]
        }
    }

    It 'has addresses that are the same text everywhere' {
        foreach ($name in $Addresses) {
            foreach ($way in $ways.Keys) { "$($ways[$way].$name)" | Should -BeExactly "$($sample.$name)" -Because $way }
        }
    }

    It 'has durations and counts that are numbers' {
        foreach ($name in $Numbers) {
            foreach ($way in $ways.Keys) { [double] $ways[$way].$name | Should -Be $sample.$name -Because $way }
            $sample | Measure-Object $name -Sum | ForEach-Object Sum | Should -Be $sample.$name
        }
    }

    It 'looks the same when it comes from elsewhere' {
        $view = { $_ | Format-Table | Out-String -Width 200 }
        $ways.Clixml | ForEach-Object $view | Should -BeExactly ($sample | ForEach-Object $view)
    }
}

Describe 'Times in a script' {
    It 'have formats as every other time' {
        $at = $samples.IotMessage.ReceivedAt
        $at.ToString('yyyy') | Should -BeExactly ([datetime] $at).ToString('yyyy')
        $at.ToString('d MMMM', [cultureinfo]'de-DE') | Should -BeExactly ([datetime] $at).ToString('d MMMM', [cultureinfo]'de-DE')
        $at -le (Get-Date) | Should -BeTrue
        ((Get-Date) - $at).TotalMinutes | Should -BeLessThan 10
        '{0:HH:mm}' -f $at | Should -BeExactly ([datetime] $at).ToString('HH:mm')
        Get-Date $at -Format 'HH:mm:ss.fff' | Should -BeExactly ([datetime] $at).ToString('HH:mm:ss.fff')
    }
}
