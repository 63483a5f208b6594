# A figure in words, the same in every report; tables and charts.

# A figure of a row with what became of it, from the values of the rounds.
function Get-Result($Row, [int] $Index, [double[]] $Ours, [double[]] $Theirs, [string] $Note) {
    $figure = $Row.Figure[$Index]
    $compared = $Ours.Count -gt 0 -and $Theirs.Count -gt 0
    $median = $compared ? @{ Ours = Get-Quantile $Ours; Theirs = Get-Quantile $Theirs } : $null
    $ratio = $compared ? $median.Ours / $median.Theirs : $null
    $value = $figure.Goal -eq 'Within' -and $compared ? $median.Ours - $median.Theirs : $ratio
    $unit = $figure.Goal -eq 'Within' ? " $($figure.Unit)" : ''
    [pscustomobject]@{
        Ratio       = $null -eq $value ? 'no figure' : ($unit ? '{0:+0.0;-0.0}{1}' : '{0:0.00}{1}') -f $value, $unit
        Target      = $figure.Goal ? "$($figure.Goal -eq 'AtLeast' ? '≥' : '≤') $($unit ? '+' : '')$($figure.Target)$unit" : '-'
        Reached     = $null -eq $value -or -not $figure.Goal ? '-' :
            ($figure.Goal -eq 'AtLeast' ? $value -ge $figure.Target : $value -le $figure.Target) ? 'yes' : 'no'
        Row         = $figure.Label ? "$($Row.Name): $($figure.Label)" : $Row.Name
        Ours        = Format-Value $Ours $figure.Unit
        Theirs      = Format-Value $Theirs $figure.Unit
        Unit        = $figure.Unit
        Peer        = $Row.Peer
        Note        = $Note
        Value       = $ratio
        # A difference that is allowed is a ratio that depends on the peer.
        TargetValue = $unit -and $compared ? ($median.Theirs + $figure.Target) / $median.Theirs : $figure.Target
    }
}

# The median and, in brackets, the least and the most.
function Format-Value([double[]] $Value, [string] $Unit) {
    if ($Value.Count -eq 0) {
        return '-'
    }
    $sorted = $Value | Sort-Object
    $format = $Unit -like '*[a-z]/s' -and $Unit -ne 'ms/s' ? '{0:N0}' : '{0:0.00}'
    $median, $least, $most = (Get-Quantile $Value), @($sorted)[0], @($sorted)[-1] | ForEach-Object { $format -f $_ }
    "$median ($least–$most)"
}

# When, on what and with which versions was measured. A machine has cores and a system, and no name.
function Get-Circumstance {
    $module = Import-Module $Manifest -PassThru
    $versions = @(
        "AliyunIotWs $($module.Version) ($(Get-Compilation ($module.NestedModules | Where-Object Name -EQ 'AliyunIotWs.PowerShell').ImplementingAssembly))"
        "PowerShell $($PSVersionTable.PSVersion) ($(Get-Compilation ([psobject].Assembly)))"
        [System.Runtime.InteropServices.RuntimeInformation]::FrameworkDescription
        "MQTTnet $([System.Reflection.AssemblyName]::GetAssemblyName((Join-Path (Split-Path $BenchLibrary) 'MQTTnet.dll')).Version.ToString(3))"
        if ($Program.mosquitto) { (& $Program.mosquitto -h | Select-Object -First 1) -replace ' version' }
        if ($Program.node) { "node $(node --version)" }
    )
    "$([datetime]::UtcNow.ToString('yyyy-MM-dd')), $([Environment]::ProcessorCount) cores, " +
    "$([System.Runtime.InteropServices.RuntimeInformation]::OSDescription), rounds: $Rounds$($Quick ? ', small counts' : '')."
    "Versions: $($versions -join ', ')."
}

# Whether the file holds machine code, which .NET need not compile any more.
function Get-Compilation([System.Reflection.Assembly] $Assembly) {
    $file = [System.IO.File]::OpenRead($Assembly.Location)
    $reader = [System.Reflection.PortableExecutable.PEReader]::new($file)
    $reader.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size ? 'precompiled' : 'compiled at run time'
    $reader.Dispose()
}

function Write-Page([object[]] $Results, [string] $Folder) {
    $lines = @(
        '# Results of the bench'
        ''
        "Written by ``build.ps1 -Task Bench``. $(@(Get-Circumstance) -join ' ')"
        ''
        '![The ratios on a logarithmic scale](results.svg)'
        ''
        '| ratio | target | reached | row | ours | peer | unit | the peer |'
        '|--:|--:|---|---|--:|--:|---|---|'
        $Results | ForEach-Object { "| **$($_.Ratio)** | $($_.Target) | $($_.Reached) | $($_.Row) | $($_.Ours) | $($_.Theirs) | $($_.Unit) | $($_.Peer) |" }
        $Results | Where-Object Note | Group-Object Note | ForEach-Object { ''; "Note on ""$($_.Group[0].Row)"": $($_.Name.TrimEnd('.'))." }
        ''
        Get-Content (Join-Path $PSScriptRoot 'Method.md')
    )
    Set-Content (Join-Path $Folder 'RESULTS.md') $lines
    $chart = $Results | Where-Object { $null -ne $_.Value } | ForEach-Object {
        @{
            Name = $_.Row; Ratio = $_.Value; TargetRatio = $_.TargetValue; Target = $_.Target -replace '^-$'
            Reached = @{ yes = $true; no = $false }[$_.Reached]
        }
    }
    if ($chart) {
        Write-Chart ratios @($chart) (Join-Path $Folder 'results.svg')
    }
}

function Write-Growth([object[]] $Growths, [string] $Folder) {
    $lines = @('# How cost grows', '', "Written by ``build.ps1 -Task Bench -Growth``. $(@(Get-Circumstance) -join ' ')")
    for ($i = 0; $i -lt $Growths.Count; $i++) {
        $growth = $Growths[$i]
        $picture = "growth-$($i + 1).svg"
        $shown = @{ Name = $growth.Name; Unit = $growth.Unit; Points = @($growth.Points | Where-Object Rate) }
        if ($shown.Points) {
            Write-Chart growth $shown (Join-Path $Folder $picture)
        }
        $lines += '', "## $($growth.Name)", '', "![$($growth.Name)]($picture)", '', $growth.Why, ''
        $lines += "| at | $($growth.Unit) | MiB, working set at its most |", '|--:|--:|--:|'
        $lines += $growth.Points | ForEach-Object { '| {0:N0} | {1:N0} | {2:N0} |' -f $_.At, $_.Rate, $_.Memory }
        $lines += $growth.Points | Where-Object Note | ForEach-Object { ''; "Note on $($_.At.ToString('N0')): $($_.Note.TrimEnd('.'))." }
    }
    Set-Content (Join-Path $Folder 'GROWTH.md') $lines
}

function Write-Chart([string] $Kind, $Data, [string] $Picture) {
    $file = New-TemporaryFile
    ConvertTo-Json $Data -Depth 4 | Set-Content $file
    & $BenchProgram $Kind $file $Picture
    Remove-Item $file
}
