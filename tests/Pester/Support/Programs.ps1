# Starts other programs for tests and ends them by process id. Common.ps1 brings it along.

# Ports that nobody listened on a moment ago; all of them differ.
function Get-FreePort([int] $Count = 1) {
    $listeners = 1..$Count | ForEach-Object { [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0) }
    foreach ($listener in $listeners) {
        $listener.Start()
        $listener.LocalEndpoint.Port
    }
    foreach ($listener in $listeners) { $listener.Stop() }
}

# A socket that has a loopback port, on which it does not listen: who connects is refused, and nobody else can take the
# port, as long as the caller does not dispose of it.
function New-DeafSocket {
    $socket = [System.Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
    $socket.Bind([System.Net.IPEndPoint]::new([ipaddress]::Loopback, 0))
    $socket
}

# Starts a program with its three streams redirected; what it writes is read by whoever needs it.
function Start-TestProgram([string] $Name, [string[]] $Arguments = @(), [hashtable] $Environment = @{}) {
    # Debian keeps servers in a folder that is not in everybody's PATH.
    $program = Get-Command $Name, "/usr/sbin/$Name" -CommandType Application -ErrorAction Ignore | Select-Object -First 1
    if (-not $program) {
        throw "The program '$Name' is not installed."
    }
    $start = [System.Diagnostics.ProcessStartInfo]::new($program.Source, $Arguments)
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    foreach ($variable in $Environment.Keys) {
        $start.Environment[$variable] = $Environment[$variable]
    }
    [System.Diagnostics.Process]::Start($start)
}

# Starts a server and waits until all of its ports take a connection. What it says goes to its log file.
function Start-TestServer([string] $Name, [string[]] $Arguments, [int[]] $Port) {
    $process = Start-TestProgram $Name $Arguments
    $output = $process.StandardOutput.ReadToEndAsync()
    $problems = $process.StandardError.ReadToEndAsync()
    $open = Wait-Until {
        $process.HasExited -or -not ($Port | Where-Object { -not (Test-Connection 127.0.0.1 -TcpPort $_ -Quiet) })
    }
    if (-not $open -or $process.HasExited) {
        Stop-TestProcess $process
        throw "'$Name' does not listen on port $Port`: $($output.GetAwaiter().GetResult()) $($problems.GetAwaiter().GetResult())"
    }
    $process
}

# Runs a program to its end and emits ExitCode, Output and Error. An exit code other than 0 is an error, but where any
# is asked for.
function Invoke-TestProgram {
    param(
        [string] $Name,
        [string[]] $Arguments = @(),
        [byte[]] $StandardInput,
        [hashtable] $Environment = @{},
        [double] $TimeoutSeconds = 60,
        [switch] $AnyExitCode
    )

    $process = Start-TestProgram $Name $Arguments $Environment
    try {
        $output = $process.StandardOutput.ReadToEndAsync()
        $problems = $process.StandardError.ReadToEndAsync()
        if ($StandardInput) { $process.StandardInput.BaseStream.Write($StandardInput, 0, $StandardInput.Length) }
        $process.StandardInput.Close()
        if (-not $process.WaitForExit([int]($TimeoutSeconds * 1000))) {
            throw "'$Name' did not end within $TimeoutSeconds s."
        }
        $result = [pscustomobject]@{
            ExitCode = $process.ExitCode
            Output   = $output.GetAwaiter().GetResult().Trim()
            Error    = $problems.GetAwaiter().GetResult().Trim()
        }
    }
    finally {
        Stop-TestProcess $process
    }
    if ($result.ExitCode -ne 0 -and -not $AnyExitCode) {
        throw "'$Name' ended with $($result.ExitCode): $($result.Error)"
    }
    $result
}

# Ends it with what it has started.
function Stop-TestProcess([System.Diagnostics.Process] $Process) {
    if (-not $Process) { return }
    if (-not $Process.HasExited) {
        $Process.Kill($true)
        $null = $Process.WaitForExit(5000)
    }
    $Process.Dispose()
}
