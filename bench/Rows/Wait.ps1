# Where a user waits: the start of a script, and a lone message.

# A run is the median of several processes, each of which says how many milliseconds it took.
$inProcesses = {
    param([string] $Script)
    $times = foreach ($i in 1..5) {
        $child = Start-PowerShell $Script
        [double] $child.Read('^took ').Words[1]
        $child.Dispose()
    }
    Get-Quantile $times
}
$took = '"took $([System.Diagnostics.Stopwatch]::GetElapsedTime($started).TotalMilliseconds)"'

Add-Row -Name 'One script, from its first line to its end' -Peer 'the module before it had machine code, same engine' -Fresh -Needs before `
    -Figure (New-Figure ms -AtMost 0.75) `
    -Prepare {
    $emulator = Start-Emulator 1
    $script = @'
        $started = [System.Diagnostics.Stopwatch]::GetTimestamp()
        Import-Module '{0}'
        $credential = New-IotMqttCredential -ProductKey pk -DeviceName device-1 -DeviceSecret secret -Endpoint '{1}'
        $null = Connect-IotMqtt $credential
        Send-IotMessage '/pk/device-1/user/update' 'hello'
        Disconnect-IotMqtt
        {2}
'@
} -Ours { . $inProcesses ($script -f $Manifest, $emulator.Web, $took) } -Theirs {
    . $inProcesses ($script -f $Program.before, $emulator.Web, $took)
}

# What any first command costs is not the module's.
Add-Row -Name 'Import-Module' -Peer 'a binary module with one empty cmdlet' -Fresh -Needs emptyModule `
    -Figure (New-Figure ms -Within 40) `
    -Prepare {
    $script = @'
        $null = Get-Command Import-Module
        $started = [System.Diagnostics.Stopwatch]::GetTimestamp()
        Import-Module '{0}'
        {1}
'@
} -Ours { . $inProcesses ($script -f $Manifest, $took) } -Theirs { . $inProcesses ($script -f $Program.emptyModule, $took) }

foreach ($case in @(
        @{ what = 'whole command'; open = $false; median = 1.15; most = 1.3 }
        @{ what = 'a pipeline kept open'; open = $true; median = 1.0; most = 1.0 }
    )) {
    Add-Row -Name "Lone round trip, $($case.what)" -Peer 'MQTTnet, awaited' -With $case `
        -Figure (New-Figure µs p50 -AtMost $case.median), (New-Figure µs p99 -AtMost $case.most) `
        -Prepare {
        $message = [Bench.Harness.Load]::Payload(100)
        $times = [long[]]::new((Get-Count 10000))
        $sink = Start-Sink
        $null = Connect-Device $sink.Plain
        $peer = [Bench.Peers.MqttNetPeer]::ConnectAsync($sink.Plain, $true, $null) | Wait-Task
        $quantiles = {
            $microseconds = $times.ForEach({ $_ * 1e6 / [System.Diagnostics.Stopwatch]::Frequency })
            Get-Quantile $microseconds 0.5
            Get-Quantile $microseconds 0.99
        }
        $pipeline = { Send-IotMessage $topic -Wait }.GetSteppablePipeline()
        if ($open) {
            $pipeline.Begin($true)
        }
    } -Ours {
        $null = Measure-Sink $sink $times.Count {
            if ($open) {
                for ($i = 0; $i -lt $times.Length; $i++) {
                    $begin = [System.Diagnostics.Stopwatch]::GetTimestamp()
                    $null = $pipeline.Process($message)
                    $times[$i] = [System.Diagnostics.Stopwatch]::GetTimestamp() - $begin
                }
            }
            else {
                for ($i = 0; $i -lt $times.Length; $i++) {
                    $begin = [System.Diagnostics.Stopwatch]::GetTimestamp()
                    Send-IotMessage -Topic $topic -Payload $message -Qos 1
                    $times[$i] = [System.Diagnostics.Stopwatch]::GetTimestamp() - $begin
                }
            }
        }
        . $quantiles
    } -Theirs {
        $null = Measure-Sink $sink $times.Count { $peer.SendAsync($message, $times) | Wait-Task }
        . $quantiles
    }
}
