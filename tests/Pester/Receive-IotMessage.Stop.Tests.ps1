# A message is read when the next command has it: whatever ends Receive-IotMessage, none is lost and none comes twice.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    Disconnect-IotMqtt -All
    $device = New-TestDevice
    $emulator = Start-IotEmulator -Device $device
    $topic = "/$($device.ProductKey)/$($device.DeviceName)/user/get"

    function Send-Number([int] $First, [int] $Last) {
        $First..$Last | ForEach-Object { "$_" } | Send-IotEmulatorMessage $topic -Emulator $emulator
        Wait-Until { $connection.MessagesReceived -ge $Last } | Should -BeTrue
    }

    # Begins a script in the runspace of a session beside this one, with the manifest and the given arguments. Output
    # fills while it runs.
    function Start-InShell([powershell] $Shell, [scriptblock] $Script, [object[]] $Arguments) {
        $command = [powershell]::Create($Shell.Runspace).AddScript($Script).AddArgument($ModuleManifest)
        foreach ($argument in $Arguments) { $null = $command.AddArgument($argument) }
        $nothing = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $nothing.Complete()
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $null = $command.BeginInvoke($nothing, $output)
        [pscustomobject]@{ Command = $command; Output = $output }
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator $emulator
}

Describe 'What Receive-IotMessage leaves to be read' {
    BeforeEach {
        $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint -CleanSession
        $null = Register-IotSubscription $topic
    }

    AfterEach { Disconnect-IotMqtt -All }

    It 'goes on after Select-Object -First' {
        Send-Number 1 10
        (Receive-IotMessage -TimeoutSeconds 5 | Select-Object -First 3).Payload | Should -Be '1', '2', '3'
        (Receive-IotMessage -Count 7 -TimeoutSeconds 5).Payload | Should -Be (4..10 | ForEach-Object { "$_" })
    }

    It 'goes on after a downstream exception' {
        Send-Number 1 10
        $seen = [System.Collections.Generic.List[string]]::new()
        {
            Receive-IotMessage -TimeoutSeconds 5 | ForEach-Object {
                $seen.Add($_.Payload)
                if ($_.Payload -eq '4') { throw 'enough' }
            }
        } | Should -Throw 'enough'
        $seen | Should -Be '1', '2', '3', '4'
        (Receive-IotMessage -Count 6 -TimeoutSeconds 5).Payload | Should -Be (5..10 | ForEach-Object { "$_" })
    }

    It 'is none lost and none twice after 300 stops under traffic <how>' -ForEach @(
        @{ How = 'that is collected'; Read = { Receive-IotMessage -Connection $args[1] } }
        @{
            How = 'that a block reads'
            Read = {
                $seen = $args[2]
                Receive-IotMessage -Connection $args[1] | ForEach-Object { $seen.Add($_.Payload) }
            }
        }
        @{
            How = 'that a filter lets through to a block'
            Read = {
                $seen = $args[2]
                Receive-IotMessage -Connection $args[1] | Where-Object Qos -ge 0 | Where-Object { $_.Payload } |
                    ForEach-Object Payload | Select-Object | ForEach-Object { $seen.Add($_) }
            }
        }
    ) {
        $numbers = [System.Collections.Generic.List[int]]::new()
        $shell = New-Shell
        $sender = New-Shell
        try {
            Invoke-InShell $shell { Import-Module $args[0] }
            Invoke-InShell $sender { Import-Module $args[0] }
            $sending = Start-InShell $sender {
                $number = 0
                while ($number -lt 60000) { "$((++$number))" | Send-IotEmulatorMessage $args[2] -Emulator $args[1] }
            } $emulator, $topic
            $random = [random]::new(1)
            $never = [System.Threading.ManualResetEventSlim]::new($false)
            foreach ($stop in 1..300) {
                $reading = Start-InShell $shell $read $connection, $numbers
                $null = $never.Wait($random.Next(1, 12))
                $reading.Command.Stop()
                $numbers.AddRange([int[]]@($reading.Output.ReadAll() | ForEach-Object Payload))
                $reading.Command.Dispose()
            }
            $sending.Command.Stop()
            $numbers.AddRange([int[]]@(Receive-IotMessage -TimeoutSeconds 1 | ForEach-Object Payload))
            $numbers.Count | Should -BeGreaterThan 300
            $numbers | Should -Be (1..$numbers.Count)
        }
        finally {
            $shell.Dispose()
            $sender.Dispose()
            $never.Dispose()
        }
    }
}
