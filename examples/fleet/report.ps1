<#
.SYNOPSIS
Makes a report of what fleet.ps1 or the pods of job.yaml emit: a row for each machine, a CSV file of all devices, and a
chart.
.EXAMPLE
./fleet.ps1 -Path devices.csv -Machine @{ HostName = 'vm1' }, @{ HostName = 'vm2' } | ./report.ps1 -Folder out | Format-Table
.EXAMPLE
kubectl logs --selector batch.kubernetes.io/job-name=fleet --tail=-1 | ConvertFrom-Json | ./report.ps1 | Format-Table
#>
#Requires -Version 7.4
param(
    [Parameter(Mandatory, ValueFromPipeline)]
    [psobject] $InputObject,

    # Gets devices.csv and fleet.svg.
    [string] $Folder = '.'
)

begin {
    $results = [System.Collections.Generic.List[psobject]]::new()
}

process {
    $results.Add($InputObject)
}

end {
    $null = New-Item $Folder -ItemType Directory -Force
    $results | Export-Csv (Join-Path $Folder 'devices.csv')

    $rows = @($results | Group-Object Machine | Sort-Object Name | ForEach-Object {
            [pscustomobject]@{
                Machine      = $_.Name
                Devices      = $_.Count
                Connected    = @($_.Group | Where-Object Connected).Count
                Sent         = [int]($_.Group | Measure-Object Sent -Sum).Sum
                Acknowledged = [int]($_.Group | Measure-Object Acknowledged -Sum).Sum
                MeanMs       = [Math]::Round(($_.Group | Measure-Object MeanMs -Average).Average, 1)
                MaxMs        = [Math]::Round(($_.Group | Measure-Object MaxMs -Maximum).Maximum, 1)
                Seconds      = ($_.Group | Measure-Object Seconds -Maximum).Maximum
            }
        })

    # A bar for each machine: up to the mean time of an acknowledgement, and pale up to the longest.
    $longest = [Math]::Max(1, ($rows | Measure-Object MaxMs -Maximum).Maximum)
    $top = 0
    $bars = $rows | ForEach-Object {
        $top += 56
        $text = "$($_.Machine): $($_.Connected) of $($_.Devices) devices, $($_.Acknowledged) of $($_.Sent) messages, " +
            "mean $($_.MeanMs) ms, longest $($_.MaxMs) ms"
        '<text x="20" y="{0}">{1}</text>' -f $top, [System.Security.SecurityElement]::Escape($text)
        '<rect x="20" y="{0}" width="{1:0}" height="16" fill="#c6dbef"/>' -f ($top + 8), (760 * $_.MaxMs / $longest)
        '<rect x="20" y="{0}" width="{1:0}" height="16" fill="#2171b5"/>' -f ($top + 8), (760 * $_.MeanMs / $longest)
    }
    Set-Content (Join-Path $Folder 'fleet.svg') @(
        "<svg xmlns=`"http://www.w3.org/2000/svg`" width=`"800`" height=`"$($top + 44)`" font-family=`"sans-serif`" font-size=`"14`">"
        '<rect width="100%" height="100%" fill="white"/>'
        '<text x="20" y="28" font-size="18">Time to the acknowledgement, by machine</text>'
        $bars
        '</svg>'
    )

    $rows
}
