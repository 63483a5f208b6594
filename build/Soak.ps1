<#
.SYNOPSIS
Sends numbered messages both ways under random faults; exit code 1 where one is lost.
#>
[CmdletBinding()]
param(
    # How long messages are made; what is then still under way has two minutes more.
    [ValidateRange(0.1, 10000)]
    [double] $Minutes = 10,

    # 0 takes a new one.
    [int] $Seed = 0
)

. (Join-Path $PSScriptRoot 'Common.ps1')
$folder = Join-Path $PSScriptRoot 'Soak'
. (Join-Path $folder 'Faults.ps1')

$drainMinutes = 2

function Measure-Memory([hashtable] $State) {
    $State.Process.Refresh()
    $State.Peak = [Math]::Max($State.Peak, $State.Process.WorkingSet64)
    if ([datetime]::UtcNow -ge $State.Warm -and -not $State.Baseline) { $State.Baseline = Get-SettledMemory $State }
}

# Without what only waits for the garbage collector.
function Get-SettledMemory([hashtable] $State) {
    [gc]::Collect()
    [gc]::WaitForPendingFinalizers()
    [gc]::Collect()
    $State.Process.Refresh()
    $State.Process.WorkingSet64
}

function New-SoakState([datetime] $Start) {
    $device = @{ ProductKey = 'a1SoakProdK'; DeviceName = 'soak'; DeviceSecret = (New-Guid).ToString('N') }
    $emulator = Start-IotEmulator -Device $device -NoConnectLimit -NoMessageLimit
    $topics = "/$($device.ProductKey)/$($device.DeviceName)/user"
    $state = [hashtable]::Synchronized(@{
            Manifest = $Manifest
            Device = $device.DeviceName; Emulator = $emulator; UpTopic = "$topics/update"; DownTopic = "$topics/get"
            Connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint -KeepAliveSeconds 30
            Stop = $false; Drained = $false; Workers = @()
            Problems = [System.Collections.Concurrent.ConcurrentQueue[string]]::new()
            Deadline = $Start.AddMinutes($Minutes); NextLong = $Start.AddMinutes(2)
            Process = Get-Process -Id $PID
            Warm = $Start.AddMinutes([Math]::Min(1, $Minutes / 4)); Peak = 0L; Baseline = 0L
            UpAcknowledged = 0
        })
    foreach ($way in 'Up', 'Down') {
        $state["${way}Seen"] = [System.Collections.BitArray]::new(100000)
        foreach ($count in 'Sent', 'Failed', 'Received', 'Duplicates', 'Late', 'Highest') { $state["$way$count"] = 0 }
    }

    $null = Register-IotSubscription $state.DownTopic -Connection $state.Connection
    $state
}

function Start-Worker([hashtable] $State, [string] $Name) {
    Start-ThreadJob -Name $Name -FilePath (Join-Path $folder "$Name.ps1") -ArgumentList $State
}

# What does not end in time is a problem, and so is what ended it early.
function Wait-Worker([hashtable] $State, [object] $Worker, [datetime] $Until) {
    $left = [Math]::Max(1, ($Until - [datetime]::UtcNow).TotalSeconds)
    if (-not (Wait-Job $Worker -Timeout $left)) {
        $State.Problems.Enqueue("The worker $($Worker.Name) did not end in time.")
    }
    elseif ($Worker.State -ne 'Completed') {
        $State.Problems.Enqueue("The worker $($Worker.Name) ended: $($Worker.JobStateInfo.Reason)")
    }
}

function Invoke-Fault([hashtable] $State, [random] $Random, [System.Collections.IDictionary] $Struck) {
    $nextLine = [datetime]::UtcNow.AddMinutes(1)
    while ([datetime]::UtcNow -lt $State.Deadline -and -not (Test-WorkerEnded $State)) {
        Wait-Soak $State (0.5 + $Random.NextDouble() * 8)
        if ([datetime]::UtcNow -ge $State.Deadline) { break }
        $kind = Select-Fault $State $Random
        & $SoakFaults[$kind].Strike $State $Random
        $Struck[$kind]++
        if ([datetime]::UtcNow -ge $nextLine) {
            $nextLine = [datetime]::UtcNow.AddMinutes(1)
            Write-Host ("{0:HH:mm:ss} up {1}, down {2}, reconnects {3}, {4}" -f [datetime]::Now, $State.UpReceived,
                $State.DownReceived, $State.Connection.Reconnects, $State.Connection.State)
        }
    }
}

function Stop-Soak([hashtable] $State) {
    $State.Stop = $true
    $until = [datetime]::UtcNow.AddMinutes($drainMinutes)
    Set-IotEmulatorFault -Emulator $State.Emulator -Clear
    $State.Workers | Where-Object Name -NE 'Read' | ForEach-Object { Wait-Worker $State $_ $until }
    $reader = $State.Workers | Where-Object Name -EQ 'Read'
    while ([datetime]::UtcNow -lt $until -and $reader.State -eq 'Running' -and
        ($State.UpReceived -lt $State.UpSent -or $State.DownReceived -lt $State.DownSent)) {
        Measure-Memory $State
        Start-Sleep -Milliseconds 100
    }

    # Duplicates may come after what they are of.
    Start-Sleep -Milliseconds 500
    $State.Drained = $true
    Wait-Worker $State $reader ([datetime]::UtcNow.AddSeconds(30))
}

function Show-Report([hashtable] $State, [System.Collections.IDictionary] $Struck, [timespan] $Took) {
    $settled = Get-SettledMemory $State
    $rows = foreach ($way in 'Up', 'Down') {
        [pscustomobject]@{
            Direction = $way; Sent = $State["${way}Sent"]
            Acknowledged = $way -eq 'Up' ? $State.UpAcknowledged : $null
            Failed = $State["${way}Failed"]; Received = $State["${way}Received"]
            Duplicates = $State["${way}Duplicates"]; OutOfOrder = $State["${way}Late"]
            Lost = $State["${way}Sent"] - $State["${way}Received"]
        }
    }
    $rows | Format-Table | Out-Host
    $Struck.GetEnumerator() | Select-Object @{ Name = 'Fault'; Expression = 'Name' }, @{ Name = 'Times'; Expression = 'Value' } |
        Format-Table | Out-Host
    [pscustomobject]@{
        Minutes = [Math]::Round($Took.TotalMinutes, 1); Seed = $Seed
        Reconnects = $State.Connection.Reconnects
        PeakMB = [Math]::Round($State.Peak / 1MB)
        GrowthMB = [Math]::Round(($settled - $State.Baseline) / 1MB)
    } | Format-List | Out-Host
    $problems = $State.Problems.ToArray()
    $problems | Select-Object -First 10 | Write-Warning
    if ($problems.Count -gt 10) { Write-Warning "… and $($problems.Count - 10) more." }
    [int]($problems.Count -gt 0 -or ($rows | Where-Object Lost -NE 0))
}

Build-Module
Import-Module $Manifest
if (-not $Seed) { $Seed = Get-Random -Minimum 1 }
Write-Host "A soak of $Minutes minutes with seed $Seed."
$struck = [ordered]@{}
foreach ($kind in $SoakFaults.Keys) { $struck[$kind] = 0 }
$start = [datetime]::UtcNow
$state = New-SoakState $start
try {
    $state.Workers = @(foreach ($name in 'Read', 'Up', 'Down') { Start-Worker $state $name })
    Invoke-Fault $state ([random]::new($Seed)) $struck
    Stop-Soak $state
    $result = Show-Report $state $struck ([datetime]::UtcNow - $start)
}
finally {
    # Closing the connection and the emulator ends what a worker may be waiting for.
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
    $state.Workers | Stop-Job
    $state.Workers | Remove-Job -Force
}

exit $result
