# A broker in another language, which dies in the midst of the work.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Certificates.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Aedes.ps1')
    $authority = New-TestAuthority
    $certificate = New-TestCertificate -Authority $authority -DnsName 'localhost'
}

Describe '<Count> messages to aedes over <Scheme>, which SIG<Signal> ends <Kills> times' -Tag 'Node' -ForEach @(
    @{ Count = 20000; Scheme = 'ws'; Signal = 'KILL'; Kills = 20 }
    @{ Count = 4000; Scheme = 'wss'; Signal = 'TERM'; Kills = 4 }
) {
    BeforeAll {
        $broker = Start-AedesBroker ($scheme -eq 'wss' ? $certificate : $null)
        $device = New-TestDevice
        # At a pace that leaves messages for each of its lives.
        $connection = Connect-IotMqtt @device -Endpoint $broker.Endpoint -TrustedCertificate $authority -MaxSendRate 2000
    }

    AfterAll {
        Disconnect-IotMqtt -All
        Stop-AedesBroker $broker
    }

    It 'arrive whole, in order of first arrival, and without an error' {
        $sending = Start-ThreadJob {
            Import-Module $using:ModuleManifest
            1..$using:count | ForEach-Object { "$_" } |
                Send-IotMessage 'numbers' -Connection $using:connection -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems
        }
        try {
            # Spread over the messages, each in the midst of a stream of them.
            foreach ($kill in 1..$kills) {
                $due = $kill * [Math]::Floor($count / ($kills + 1))
                $isDue = Wait-Until {
                    $connection.Reconnects -eq $kill - 1 -and $connection.State -eq 'Connected' -and $connection.MessagesSent -ge $due
                } 60
                $isDue | Should -BeTrue -Because "$($connection.MessagesSent) were acknowledged: $($connection.LastError)"
                Suspend-AedesBroker $broker $signal
                Resume-AedesBroker $broker
            }
            $sending | Receive-Job -Wait | Should -BeNullOrEmpty
        }
        finally {
            $sending | Remove-Job -Force
        }
        Wait-Until { $connection.Reconnects -eq $kills } | Should -BeTrue
        $arrived = [System.Linq.Enumerable]::Distinct([string[]]@(Get-AedesPayload $broker))
        $arrived | Should -Be (1..$count)
    }
}
