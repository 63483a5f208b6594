# Many devices.

Add-Row -Name 'Credentials from rows' -Peer 'HMAC and formatting in a C# loop' `
    -Figure (New-Figure credentials/s -AtLeast 0.5) `
    -Prepare {
    $devices = [string[][]] @(1..(Get-Count 200000) | ForEach-Object { , [string[]]('a1B2c3D4e5F', "device-$_", $_.ToString('x32')) })
    $rows = $devices | ForEach-Object { [pscustomobject]@{ ProductKey = $_[0]; DeviceName = $_[1]; DeviceSecret = $_[2] } }
    $time = 1700000000000
} -Ours {
    Measure-Rate $rows.Count { $script:made = $rows | New-IotMqttCredential -Timestamp $time }
    $agreed = [Bench.Peers.HmacLoop]::Sign([string[][]] (, $devices[-1]), $time)[0].Item3
    if ($made.Count -ne $rows.Count -or $made[-1].GetNetworkCredential().Password -ne $agreed) {
        throw 'the two sides do not agree'
    }
} -Theirs {
    Measure-Rate $rows.Count { $null = [Bench.Peers.HmacLoop]::Sign($devices, $time) }
}

# As many as the system lets a process have, and some files besides.
$limit = $IsWindows ? 20000 : [int] (Get-Content /proc/self/limits | Select-String 'Max open files\s+\d+\s+(\d+)').Matches.Groups[1].Value
$crowd = {
    param([string[]] $Command)
    # A sink for each run: the ports of the last one rest for a while.
    $sink = Start-Sink
    $child = Start-Child ($Command -creplace 'ENDPOINT', $sink.Plain -creplace 'SIZE', $size)
    $seconds, $set, $heap, $idle = [double[]] $child.Read('^crowd ').Words[1..4]
    $sink.Child.Write('count')
    $open = $sink.Child.Read('^count').Words[2]
    $child.Dispose()
    $sink.Child.Dispose()
    if ([int] $open -ne $size) {
        throw "$open of $size connections were open"
    }
    $seconds, ($set / 1KB / $size), ($heap / 1KB / $size), $idle
}

$size = [Math]::Min(20000, $limit - 500)
Add-Row -Name "$($size.ToString('N0')) connections in one process" -Peer 'bare MQTTnet clients, 32 connects at a time' -Fresh `
    -With @{ size = $size } `
    -Figure @(
    New-Figure s time -AtMost 1
    New-Figure KiB 'working set each' -AtMost 0.75
    New-Figure KiB 'managed heap each' -AtMost 0.75
    New-Figure ms/s 'idle processor time' -AtMost 1
) `
    -Prepare {
    $size = Get-Count $size
    $script = @"
        Add-Type -Path '$BenchLibrary'
        Import-Module '$Manifest'
        function Connect([int] `$Count) {
            1..`$Count | ForEach-Object { [pscustomobject]@{ MqttClientId = "d`$_"; MqttUsername = "d`$_&pk"; MqttPassword = 'none'; Endpoint = 'ENDPOINT' } } |
                Connect-IotMqtt -CleanSession -NoProxy -NoReconnect -KeepAliveSeconds 300 -TimeoutSeconds 60
        }
        `$null = Connect ([Bench.Crowds.Crowd]::WarmUp)
        Disconnect-IotMqtt -All
        [Bench.Crowds.Crowd]::Hold({ `$script:connections = Connect SIZE })
"@
} -Ours {
    . $crowd ($PowerShell + '-NoProfile', '-NonInteractive', '-Command', $script)
} -Theirs {
    . $crowd $BenchProgram, 'crowd', 'ENDPOINT', 'SIZE'
}
