<#
.SYNOPSIS
Connects devices, lets each send messages, and emits an object for each device.
.DESCRIPTION
The part of a fleet that one machine carries. fleet.ps1 runs it over SSH with the devices of its machine; in the pods of
job.yaml it takes its share out of a file that all of them have.
.EXAMPLE
./shard.ps1 -Path devices.csv -Index 0 -Shards 4
The rows 0, 4, 8 and so on.
#>
#Requires -Version 7.4
[CmdletBinding(DefaultParameterSetName = 'Path')]
param(
    # Rows with ProductKey, DeviceName and DeviceSecret.
    [Parameter(Mandatory, ParameterSetName = 'Device')]
    [object[]] $Device,

    # A file of such rows.
    [Parameter(Mandatory, ParameterSetName = 'Path')]
    [string] $Path,

    # Which share of the file this is; Kubernetes tells the pods of an indexed job.
    [Parameter(ParameterSetName = 'Path')]
    [ValidateRange('NonNegative')]
    [int] $Index = $env:JOB_COMPLETION_INDEX,

    # How many shares there are.
    [Parameter(ParameterSetName = 'Path')]
    [ValidateRange('Positive')]
    [int] $Shards = 1,

    # As in Connect-IotMqtt: the platform's own without it, and of several the first that answers.
    [string[]] $Endpoint,

    # The authority of a private gateway, as a path on this machine.
    [string] $TrustedCertificate,

    [string] $Topic = '/{ProductKey}/{DeviceName}/user/update',

    # Messages of each device.
    [int] $Count = 10,

    # Where the module is, unless it is installed.
    [string] $Module = 'AliyunIotWs',

    # What this machine is called in the results.
    [string] $Machine = [System.Environment]::MachineName
)

Import-Module $Module -ErrorAction Stop

$row = 0
$devices = $Device ?? @(Import-Csv $Path | Where-Object { $row++ % $Shards -eq $Index })
$failures = @()
$sign = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = '+failures' }
$connect = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = '+failures' }
if ($Endpoint) {
    $sign.Endpoint = $Endpoint[0]
    $connect.Endpoint = $Endpoint
}
if ($TrustedCertificate) {
    $connect.TrustedCertificate = $TrustedCertificate
}

try {
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $connections = @()
    $cause = 'It did not connect.'
    try { $connections = @($devices | New-IotMqttCredential @sign | Connect-IotMqtt @connect) } catch { $cause = "$_" }

    # An acknowledged message has a receipt.
    $receipts = if ($connections) {
        1..$Count | ForEach-Object { @{ id = "$_"; at = [datetime]::UtcNow } } |
            Send-IotMessage $Topic -Connection $connections -PassThru -ErrorAction SilentlyContinue |
            Group-Object ConnectionName -AsHashTable -AsString
    }

    $byDevice = $connections | Group-Object { "$($_.ProductKey)/$($_.DeviceName)" } -AsHashTable -AsString
    # The target of a failure is the device, and its transport in brackets where it had come to connect.
    $reasons = @{}
    $failures | ForEach-Object { $_.ErrorRecord ?? $_ } | ForEach-Object {
        $reasons["$($_.TargetObject)" -replace ' \(\w+\)$'] = "$($_.FullyQualifiedErrorId.Split(',')[0]): $_"
    }
    foreach ($one in $devices) {
        $name = "$($one.ProductKey)/$($one.DeviceName)"
        $connection = $byDevice ? $byDevice[$name] : $null
        $mine = @($connection -and $receipts ? $receipts[$connection[0].Name] : @())
        $latency = $mine | Measure-Object LatencyMilliseconds -Average -Maximum
        [pscustomobject]@{
            Machine      = $Machine
            ProductKey   = $one.ProductKey
            DeviceName   = $one.DeviceName
            Connected    = [bool]$connection
            Sent         = $connection ? $Count : 0
            Acknowledged = $mine.Count
            MeanMs       = $mine ? [Math]::Round($latency.Average, 1) : $null
            MaxMs        = $mine ? [Math]::Round($latency.Maximum, 1) : $null
            Seconds      = [Math]::Round($watch.Elapsed.TotalSeconds, 1)
            Error        = if (-not $connection) { $reasons[$name] ?? $reasons[$one.DeviceName] ?? $cause }
            elseif ($mine.Count -lt $Count) { $connection[0].LastError ?? 'Not all of its messages were acknowledged.' }
            else { $null }
        }
    }
}
finally {
    Disconnect-IotMqtt -All
}
