# A connection that has two brokers, which share nothing.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Mosquitto.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Arrivals.ps1')
    Disconnect-IotMqtt -All
    $device = New-TestDevice

    # With QoS 0 the broker keeps nothing back for its reader, so what it has acknowledged has left it when it dies.
    function Start-NumberReader($Broker) {
        Start-BrokerReader $Broker -Topic 'numbers' -Count 50000 -Qos 0
    }

    # Ends the reader and emits the numbers that it got.
    function Stop-NumberReader($Reader) {
        $null = Invoke-TestProgram kill '-TERM', $Reader.Process.Id
        Complete-BrokerReader $Reader | ForEach-Object { [System.Text.Encoding]::UTF8.GetString($_.Bytes) }
    }
}

Describe 'A pipeline of 20,000 messages with QoS 1' -Tag 'Mosquitto' {
    BeforeEach {
        $first = Start-TestBroker
        $second = Start-TestBroker
        $connection = Connect-IotMqtt @device -Endpoint $first.Endpoint, $second.Endpoint
        $readers = @(Start-NumberReader $first; Start-NumberReader $second)
        $numbers = @()
        $problems = $null
    }

    AfterEach {
        Disconnect-IotMqtt -All
        # Without a broker what reads from it ends too, within half a minute.
        Stop-TestBroker $first
        Stop-TestBroker $second
    }

    It 'arrives whole and in order where the first broker is killed for good' {
        1..20000 | ForEach-Object {
            if ($_ -eq 7000) { Suspend-TestBroker $first }
            "$_"
        } | Send-IotMessage 'numbers' -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems.Count | Should -Be 0
        $connection.State | Should -Be 'Connected'
        $connection.Endpoint | Should -Be $second.Endpoint
        $connection.Reconnects | Should -Be 1
        $connection.InFlight | Should -Be 0
        $numbers += $readers | ForEach-Object { Stop-NumberReader $_ }
        Assert-Complete $numbers 20000
    }

    It 'arrives whole and in order where it is killed, comes back, and then the second is killed' {
        1..20000 | ForEach-Object {
            if ($_ -eq 5000) { Suspend-TestBroker $first }
            if ($_ -eq 10000) {
                $numbers += Stop-NumberReader $readers[0]
                Resume-TestBroker $first
                $readers = $readers[1], (Start-NumberReader $first)
            }
            if ($_ -eq 15000) { Suspend-TestBroker $second }
            "$_"
        } | Send-IotMessage 'numbers' -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems.Count | Should -Be 0
        $connection.Endpoint | Should -Be $first.Endpoint
        $connection.Reconnects | Should -Be 2
        $connection.InFlight | Should -Be 0
        $numbers += $readers | ForEach-Object { Stop-NumberReader $_ }
        Assert-Complete $numbers 20000
    }
}
