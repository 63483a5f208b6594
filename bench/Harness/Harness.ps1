# What a row is, and what rows are made of. A row's blocks run in the scope of Measure-Row.ps1 and share its variables.

$Rows = [System.Collections.Generic.List[object]]::new()
$GrowthRows = [System.Collections.Generic.List[object]]::new()
$Children = [System.Collections.Generic.List[object]]::new()
$Topic = 'bench/load'

# Adds a row of the table. Ours and Theirs emit a value for each figure, and throw where a message was lost.
function Add-Row {
    param(
        [Parameter(Mandatory)][string] $Name,
        [Parameter(Mandatory)][string] $Peer,
        [Parameter(Mandatory)][object[]] $Figure,
        # What has to be here, the names of programs and options.
        [string[]] $Needs = @(),
        # Variables of the blocks.
        [hashtable] $With = @{},
        [scriptblock] $Prepare = {},
        [Parameter(Mandatory)][scriptblock] $Ours,
        [Parameter(Mandatory)][scriptblock] $Theirs,
        # Each run is a process of its own: there is nothing to warm up.
        [switch] $Fresh
    )
    $Rows.Add([pscustomobject]@{
            Name = $Name; Peer = $Peer; Figure = $Figure; Needs = $Needs; With = $With
            Prepare = $Prepare; Ours = $Ours; Theirs = $Theirs; Fresh = $Fresh
        })
}

# Adds a chart. Each value of Over, as $At, has a process of its own, in which Measure emits a rate. Why says what one sees.
function Add-Growth {
    param([string] $Name, [string] $Unit, [double[]] $Over, [string] $Why, [scriptblock] $Prepare, [scriptblock] $Measure)
    $GrowthRows.Add([pscustomobject]@{
            Name = $Name; Unit = $Unit; Over = $Over; Why = $Why; Prepare = $Prepare; Measure = $Measure
        })
}

# A quantity that a row measures. AtLeast and AtMost are for the ratio, Within is for the difference; without any of them
# the figure is shown only.
function New-Figure {
    param([string] $Unit, [string] $Label, [double] $AtLeast, [double] $AtMost, [double] $Within)
    $goal = 'AtLeast', 'AtMost', 'Within' | Where-Object { $PSBoundParameters.ContainsKey($_) }
    @{ Unit = $Unit; Label = $Label; Goal = $goal; Target = $goal ? $PSBoundParameters[$goal] : $null }
}

# The median, or another quantile.
function Get-Quantile([double[]] $Value, [double] $Share = 0.5) {
    $sorted = $Value | Sort-Object
    $at = $Share * ($Value.Count - 1)
    $below, $above = [Math]::Floor($at), [Math]::Ceiling($at) | ForEach-Object { @($sorted)[$_] }
    $below + ($at - [Math]::Floor($at)) * ($above - $below)
}

# The given count, or a small one for a quick look.
function Get-Count([int] $Full) { $Quick ? $Full / 10 : $Full }

# Emits what the tasks result in; a task without a result has one of this type.
filter Wait-Task { $_.GetAwaiter().GetResult() | Where-Object { $_.GetType().Name -ne 'VoidTaskResult' } }

# Runs what is given and emits how often it does its part in a second. What it is to leave it puts into script scope.
function Measure-Rate([int] $Count, [scriptblock] $Action) {
    $started = [System.Diagnostics.Stopwatch]::GetTimestamp()
    $null = . $Action
    $Count / [System.Diagnostics.Stopwatch]::GetElapsedTime($started).TotalSeconds
}

# Starts a program that is spoken to line by line; all end with the row.
function Start-Child([string[]] $Command) {
    $child = [Bench.Harness.ChildProcess]::new($Command)
    $Children.Add($child)
    $child
}

# Starts this PowerShell again, with the script as what it is to do.
function Start-PowerShell([string] $Script) {
    Start-Child ($PowerShell + '-NoProfile', '-NonInteractive', '-Command', $Script)
}

# A sink that counts and acknowledges, or a broker of the same program, each in a process of its own.
function Start-Sink {
    $child = Start-Child $BenchProgram, 'sink'
    $words = $child.Read('^ready ').Words
    @{ Child = $child; Plain = $words[1]; Secure = $words[2] }
}

function Start-BareBroker {
    $child = Start-Child $BenchProgram, 'broker'
    @{ Child = $child; Tcp = $child.Read('^ready ').Words[1] }
}

# The module's emulator in a process of its own, with as many devices; Credentials are what a client needs of each.
function Start-Emulator([int] $Count) {
    $child = Start-PowerShell @"
        Import-Module '$Manifest'
        `$devices = 1..$Count | ForEach-Object { @{ ProductKey = 'pk'; DeviceName = "device-`$_"; DeviceSecret = 'secret' } }
        `$emulator = Start-IotEmulator `$devices -NoConnectLimit -NoMessageLimit -NoUnacknowledgedLimit
        "ready `$(`$emulator.Endpoint)"
        `$null = [Console]::ReadLine()
"@
    $endpoint = [uri] $child.Read('^ready ').Words[1]
    $credentials = @(1..$Count | ForEach-Object {
        $made = New-IotMqttCredential -ProductKey pk -DeviceName "device-$_" -DeviceSecret secret -Endpoint $endpoint -AsPlainText
        , [string[]]($made.MqttClientId, $made.MqttUsername, $made.MqttPassword)
        })
    @{ Child = $child; Web = $endpoint; Tcp = "tcp://127.0.0.1:$($endpoint.Port)"; Credentials = [string[][]] $credentials }
}

# A mosquitto with its limits lifted. It counts what it has read, and a subscriber of that is told once a second. It does not
# start with a listener of WebSocket alone, and binds one to an address for a given family only.
function Start-Mosquitto {
    $port, $web = Get-FreePort 2
    $file = New-TemporaryFile
    Set-Content $file -Value @"
listener $port 127.0.0.1
listener $web 127.0.0.1
socket_domain ipv4
protocol websockets
allow_anonymous true
max_inflight_messages 0
max_queued_messages 0
persistence false
sys_interval 1
log_dest stderr
log_type notice
log_type information
log_type error
log_type subscribe
log_timestamp false
"@
    $child = Start-Child $Program.mosquitto, '-c', $file
    $null = $child.Read(' running$')
    Remove-Item $file
    $counter = Start-Child $Program.mosquitto_sub, '-p', $port, '-t', '$SYS/broker/publish/messages/received'
    $null = $child.Read(' 0 \$SYS')
    @{ Child = $child; Port = $port; Web = "ws://127.0.0.1:$web/"; Tcp = "tcp://127.0.0.1:$port"; Counter = $counter; Read = 0 }
}

# Throws where the mosquitto has not read just as many since the last time. Its own messages are none of them.
function Assert-Read($Mosquitto, [int] $Count) {
    $before = $Mosquitto.Read
    while ($Mosquitto.Read -lt $before + $Count) {
        $Mosquitto.Read = [int] $Mosquitto.Counter.Read('^\d+$').Text
    }

    if ($Mosquitto.Read -ne $before + $Count) {
        throw "$($Mosquitto.Read - $before) of $Count messages arrived"
    }
}

function Get-FreePort([int] $Count) {
    $listeners = 1..$Count | ForEach-Object { [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0) }
    $listeners.Start()
    $listeners.LocalEndpoint.Port
    $listeners.Stop()
}

# A connection of the module to a server that takes any client.
function Connect-Device([string] $Endpoint) {
    Connect-IotMqtt -MqttClientId "bench-$([guid]::NewGuid())" -MqttUsername 'device&product' -MqttPassword none -Endpoint $Endpoint -SkipCertificateCheck -NoReconnect -NoProxy -CleanSession
}

# How many messages a second a sink takes of what is sent; the clock stops when it has counted the last.
function Measure-Sink($Sink, [int] $Count, [scriptblock] $Send) {
    $Sink.Child.Write("expect $Count")
    $null = $Sink.Child.Read('^expecting')
    Measure-Rate $Count {
        . $Send
        $null = $Sink.Child.Read('^reached')
    }
    $Sink.Child.Write('count')
    $arrived = $Sink.Child.Read('^count').Words[1]
    if ([int] $arrived -ne $Count) {
        throw "$arrived of $Count messages arrived"
    }
}

# How many messages a second are taken of what a sink sends to one topic, or to so many in turn. Never do more lie ahead than
# were granted, so that no buffer drops one.
function Measure-Flood($Sink, [int] $Count, [int] $Topics) {
    $slice = [Bench.Harness.Load]::Slice
    $Sink.Child.Write("flood $Count $Topics")
    Measure-Rate $Count {
        $Sink.Child.Write("grant $([Bench.Harness.Load]::Ahead)")
        for ($taken = 0; $taken -lt $Count; $taken += $slice) {
            $null = Receive-IotMessage -Count $slice -TimeoutSeconds 20
            $Sink.Child.Write("grant $slice")
        }
    }
}

# In the order of the table.
'Send', 'Receive', 'Request', 'Wait', 'Fleet', 'Emulator', 'Growth' |
    ForEach-Object { . (Join-Path $PSScriptRoot '..' 'Rows' "$_.ps1") }
