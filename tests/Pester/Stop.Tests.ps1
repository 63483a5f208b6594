# Ctrl+C stops a pipeline; so does PowerShell.Stop, which the tests use.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Peer.ps1')
    $device = New-TestDevice
    $emulator = Start-IotEmulator -Device $device
    $user = "/$($device.ProductKey)/$($device.DeviceName)/user"

    # Runs a script in a runspace of its own, in which the module is loaded.
    function Start-Worker([string] $Script, [object[]] $Arguments) {
        $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2())
        $runspace.Open()
        $shell = [System.Management.Automation.PowerShell]::Create($runspace)
        $null = $shell.AddCommand('Import-Module').AddParameter('Name', $ModuleManifest).Invoke()
        $shell.Commands.Clear()
        $null = $shell.AddScript($Script)
        foreach ($argument in $Arguments) { $null = $shell.AddArgument($argument) }
        [pscustomobject]@{ Shell = $shell; Running = $shell.BeginInvoke() }
    }

    # Stops it and checks that this took less than a second, and that nobody is told of an error.
    function Assert-Stop($Worker) {
        $Worker.Running.IsCompleted | Should -BeFalse -Because 'it has to be at work when it is stopped'
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $Worker.Shell.Stop()
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 1
        $Worker.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
        "$($Worker.Shell.Streams.Error)" | Should -BeNullOrEmpty
    }

    function Remove-Worker($Worker) {
        $Worker.Shell.Stop()
        $Worker.Shell.Runspace.Dispose()
        $Worker.Shell.Dispose()
    }

    function Assert-Usable {
        $connection.State | Should -Be 'Connected'
        'up' | Send-IotMessage -Topic "$user/update" -TimeoutSeconds 5
        (Receive-IotEmulatorMessage -Topic "$user/update" -Count 1 -TimeoutSeconds 5).Payload | Should -Be 'up'
        $null = Register-IotSubscription -Topic "$user/get"
        'down' | Send-IotEmulatorMessage -Topic "$user/get"
        (Receive-IotMessage -Topic "$user/get" -Count 1 -TimeoutSeconds 5).Payload | Should -Be 'down'
    }
}

AfterAll { Stop-IotEmulator $emulator }

Describe 'Ctrl+C' {
    BeforeEach { $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint -CleanSession }

    AfterEach {
        Remove-Worker $worker
        Disconnect-IotMqtt -All
    }

    It 'ends Receive-IotMessage within a second and leaves the connection usable' {
        $worker = Start-Worker 'param($c, $t) Receive-IotMessage -Connection $c -Topic $t' $connection, "$user/get"
        Wait-Until { @($connection.Subscriptions).Count -eq 1 } | Should -BeTrue
        Assert-Stop $worker
        Assert-Usable
    }

    It 'ends Send-IotMessage with a full window within a second and leaves the connection usable' {
        # The platform drops a forbidden message without an answer, so that nothing frees the window.
        $worker = Start-Worker 'param($c, $t) 1..5000 | Send-IotMessage -Connection $c -Topic $t' @(
            $connection, "/$($device.ProductKey)/another-device/user/update")
        Wait-Until { $connection.InFlight -ge 1000 } | Should -BeTrue
        Assert-Stop $worker
        Assert-Usable
    }

    It 'ends Send-IotMessage that waits for the last acknowledgement within a second' {
        $worker = Start-Worker 'param($c, $t) 1 | Send-IotMessage -Connection $c -Topic $t' @(
            $connection, "/$($device.ProductKey)/another-device/user/update")
        Wait-Until { $connection.InFlight -eq 1 } | Should -BeTrue
        Assert-Stop $worker
        $connection.InFlight | Should -Be 0
    }

    It 'ends Connect-IotMqtt to <what> within a second, and opens nothing' -ForEach @(
        @{ What = 'a silent peer'; Answer = $null }
        @{ What = 'a broker that does not answer CONNECT'
            Answer = { param($stream) $null = Complete-Upgrade $stream; while ($stream.ReadByte() -ge 0) { } }
        }
    ) {
        $peer = Start-TestPeer $answer
        try {
            $worker = Start-Worker 'param($d, $e) $VerbosePreference = "Continue"; Connect-IotMqtt @d -Endpoint $e' @(
                $device, "ws://127.0.0.1:$($peer.Port)/")
            $stages = ($answer ? 2 : 1)
            Wait-Until { $worker.Shell.Streams.Verbose.Count -ge $stages } | Should -BeTrue
            Assert-Stop $worker
            $worker.Shell.Commands.Clear()
            $worker.Shell.AddCommand('Get-IotMqttConnection').Invoke().Count | Should -Be 0
        }
        finally {
            Stop-TestPeer $peer
        }
    }

    It 'ends Register-IotSubscription that gets no answer within a second' {
        $peer = Start-TestPeer { param($stream) Send-ConnAck (Complete-Upgrade $stream) 0 }
        try {
            $worker = Start-Worker @'
param($d, $e)
$VerbosePreference = 'Continue'
$null = Connect-IotMqtt @d -Endpoint $e
Register-IotSubscription -Topic a
'@ $device, "ws://127.0.0.1:$($peer.Port)/"
            Wait-Until { "$($worker.Shell.Streams.Verbose)" -like '*Subscribing*' } | Should -BeTrue
            Assert-Stop $worker
        }
        finally {
            Stop-TestPeer $peer
        }
    }

    It 'ends Receive-IotEmulatorMessage within a second' {
        $worker = Start-Worker 'param($e) Write-Verbose go -Verbose; Receive-IotEmulatorMessage -Emulator $e' $emulator
        Wait-Until { $worker.Shell.Streams.Verbose.Count -gt 0 } | Should -BeTrue
        Assert-Stop $worker
    }
}

Describe 'The end of a runspace' {
    It 'closes the connections that it opened, and no others' {
        $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
        $other = New-TestDevice
        $second = Start-IotEmulator -Device $other
        try {
            $worker = Start-Worker 'param($d, $e) $null = Connect-IotMqtt @d -Endpoint $e' $other, $second.Endpoint
            $null = $worker.Shell.EndInvoke($worker.Running)
            $second.Online.Count | Should -Be 1
            Remove-Worker $worker
            Wait-Until { $second.Online.Count -eq 0 } | Should -BeTrue
            $connection.State | Should -Be 'Connected'
        }
        finally {
            Disconnect-IotMqtt -All
            Stop-IotEmulator $second
        }
    }
}
