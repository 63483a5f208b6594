<#
.SYNOPSIS
Spreads the devices of a file over machines, lets each machine run its share, and emits an object for each device.
.DESCRIPTION
It uses PowerShell's own remoting over SSH: each machine needs an SSH server with the subsystem `powershell`, a key that
lets this one in, and the module. A machine that fails is an error; its devices come with the reason in Error.
.EXAMPLE
./fleet.ps1 -Path devices.csv -Machine @{ HostName = 'vm1' }, @{ HostName = 'vm2' } | ./report.ps1 -Folder out | Format-Table
Keys, users and ports may stand in ~/.ssh/config, or in the hashtables.
#>
#Requires -Version 7.4
[CmdletBinding()]
param(
    # A file with the columns ProductKey, DeviceName and DeviceSecret.
    [Parameter(Mandatory)]
    [string] $Path,

    # Invoke-Command's parameters for each: HostName, and where wanted UserName, Port, KeyFilePath and Options.
    [Parameter(Mandatory)]
    [hashtable[]] $Machine,

    # See shard.ps1. What is a path counts on the machines.
    [string[]] $Endpoint,
    [string] $TrustedCertificate,
    [string] $Topic,
    [int] $Count,
    [string] $Module
)

# What was given goes on as it is.
$common = @{} + $PSBoundParameters
$common.Remove('Path')
$common.Remove('Machine')

$script = Get-Content (Join-Path $PSScriptRoot 'shard.ps1') -Raw
$row = 0
$shares = Import-Csv $Path -ErrorAction Stop | Group-Object { $Script:row++ % $Machine.Count }
$jobs = @(foreach ($share in $shares) {
        $ssh = $Machine[[int]$share.Name]
        $label = $ssh.Port ? "$($ssh.HostName):$($ssh.Port)" : $ssh.HostName
        $arguments = $common + @{ Device = $share.Group; Machine = $label }
        Invoke-Command @ssh -AsJob -JobName $label -ArgumentList $script, $arguments -ScriptBlock {
            param($script, $arguments)
            & ([scriptblock]::Create($script)) @arguments
        } | Add-Member -NotePropertyName Devices -NotePropertyValue $share.Group -PassThru
    })
try {
    foreach ($job in $jobs) {
        # Remoting adds where each object comes from; Machine says that already.
        $results = @($job | Receive-Job -Wait -ErrorVariable problems |
                Select-Object -ExcludeProperty PSComputerName, PSShowComputerName, PSSourceJobInstanceId, RunspaceId)
        $results
        $job.Devices | Where-Object DeviceName -NotIn $results.DeviceName | ForEach-Object {
            [pscustomobject]@{
                Machine = $job.Name; ProductKey = $_.ProductKey; DeviceName = $_.DeviceName; Connected = $false
                Sent = 0; Acknowledged = 0; MeanMs = $null; MaxMs = $null; Seconds = $null
                Error = "The machine gave no result: $($problems | Select-Object -First 1)"
            }
        }
    }
}
finally {
    $jobs | Remove-Job -Force
}
