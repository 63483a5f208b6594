# Pester from the package folder of NuGet, in processes of its own: they have neither another Pester loaded nor anything
# else of the session that asked, and a file has its process to itself while it runs.

# What a file takes, in seconds, where that is more than a few. It is for an even share alone.
$Duration = @{
    'Durability' = 86; 'TestTask' = 48; 'Test-IotDevice' = 34; 'RealBroker.Aedes' = 32; 'Help.Examples' = 30; 'Secrets' = 24
    'Clients.Connect' = 23; 'Receive-IotMessage.Stop' = 20; 'Package' = 14; 'Restart-IotEmulator' = 13; 'RealBroker' = 11
    'Set-IotEmulatorFault' = 11; 'Start-IotEmulator' = 10; 'Module' = 9; 'RealBroker.Failover' = 9; 'Help' = 8
    'Examples.Fleet' = 8; 'Emulator.Limits' = 7; 'Invoke-IotRequest' = 7; 'Clients.Sdk' = 6; 'Connect-IotMqtt.Proxy' = 5
    'MachineCode' = 5; 'Send-IotMessage.Errors' = 4; 'Test-IotMqttConnection' = 4; 'Connect-IotMqtt.Endpoints' = 9
    'EverydayTasks' = 12
}

# Emits the manifest of a pinned version, of the first one where none is named.
function Get-PesterManifest([string] $Version) {
    $project = Join-Path $Root 'tests' 'Pester' 'Pester.csproj'
    dotnet restore $project --verbosity quiet | Out-Host
    $facts = dotnet msbuild $project -getProperty:NuGetPackageRoot -getItem:PesterVersion | Out-String | ConvertFrom-Json
    $pinned = $facts.Items.PesterVersion.Identity
    if (-not $Version) {
        $Version = $pinned | Select-Object -First 1
    }

    if ($Version -notin $pinned) {
        throw "Pester $Version is not pinned. Choose one of $($pinned -join ', '), or add it to Directory.Packages.props."
    }

    Join-Path $facts.Properties.NuGetPackageRoot 'pester' $Version 'tools' 'Pester.psd1'
}

# Emits the shares of the processes, the one that ends first first. A process starts for each half minute of work, up to
# two more than there are processors, since the tests wait for the most part.
function Split-Work([string[]] $Path) {
    $files = $Path | ForEach-Object {
        [pscustomobject]@{ Path = $_; Seconds = $Duration[(Split-Path $_ -Leaf) -replace '\.Tests\.ps1$'] ?? 1 }
    }
    $halfMinutes = ($files | Measure-Object Seconds -Sum).Sum / 30
    $count = [Math]::Clamp([int]$halfMinutes, 1, [System.Environment]::ProcessorCount + 2)
    $shares = 1..$count | ForEach-Object { [pscustomobject]@{ Path = @(); Seconds = 0 } }
    $files | Sort-Object Seconds -Descending | ForEach-Object {
        $share = $shares | Sort-Object Seconds -Top 1
        $share.Path += $_.Path
        $share.Seconds += $_.Seconds
    }
    $shares | Sort-Object Seconds
}

# Runs the files and emits what Write-PesterReport.ps1 says of each share; nothing of one that did not come to its end.
# They test the module of the tree, or the one of $ModuleManifest.
function Invoke-PesterFile {
    param([string] $PesterManifest, [string[]] $Path, [string[]] $ExcludeTag, [string] $ModuleManifest)

    $program, [string[]]$arguments = Get-PowerShellCommand
    $arguments += '-NoProfile', '-NonInteractive', '-File', (Join-Path $PSScriptRoot 'Write-PesterReport.ps1'), $PesterManifest
    $jobs = @(Split-Work $Path | ForEach-Object {
            $exchange = Join-Path ([System.IO.Path]::GetTempPath()) "pester-$(New-Guid).json"
            @{ Path = $_.Path; ExcludeTag = $ExcludeTag; Manifest = $ModuleManifest } |
                ConvertTo-Json | Set-Content $exchange
            Start-ThreadJob { & $using:program @using:arguments $using:exchange 2>&1 } |
                Add-Member -NotePropertyName Exchange -NotePropertyValue $exchange -PassThru
        })
    foreach ($job in $jobs) {
        $job | Receive-Job -Wait -AutoRemoveJob -ErrorAction Continue | Out-Host
        if (Test-Path $job.Exchange) {
            Get-Content $job.Exchange -Raw | ConvertFrom-Json
            Remove-Item $job.Exchange
        }
    }
}
