# Starts other programs for tests, each in a folder of its own, and ends them by process id.

function Find-TestProgram([string] $Name) {
    # Debian keeps servers in a folder that is not in everybody's PATH.
    foreach ($folder in @([System.Environment]::GetEnvironmentVariable('PATH').Split(':')) + '/usr/sbin', '/usr/local/sbin') {
        $path = [System.IO.Path]::Combine($folder, $Name)
        if ([System.IO.File]::Exists($path)) { return $path }
    }
    throw "The program '$Name' is not installed."
}

# Ports that nobody listened on a moment ago; all of them differ.
function Get-FreePort([int] $Count = 1) {
    $listeners = for ($i = 0; $i -lt $Count; $i++) {
        [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    }
    foreach ($listener in $listeners) {
        $listener.Start()
        $listener.LocalEndpoint.Port
    }
    foreach ($listener in $listeners) { $listener.Stop() }
}

function Test-PortOpen([int] $Port) {
    $client = [System.Net.Sockets.TcpClient]::new()
    try { $client.ConnectAsync([System.Net.IPAddress]::Loopback, $Port).Wait(1000) } catch { $false } finally { $client.Dispose() }
}

function New-TestFolder {
    $path = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), 'iot-' + [guid]::NewGuid().ToString('N'))
    $null = [System.IO.Directory]::CreateDirectory($path)
    $path
}

# Starts a program with its three streams redirected; what it writes is read by whoever needs it.
function Start-TestProgram([string] $Name, [string[]] $Arguments, [hashtable] $Environment = @{}) {
    $start = [System.Diagnostics.ProcessStartInfo]::new((Find-TestProgram $Name))
    foreach ($argument in $Arguments) { $start.ArgumentList.Add($argument) }
    foreach ($variable in $Environment.Keys) { $start.Environment[$variable] = $Environment[$variable] }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    [System.Diagnostics.Process]::Start($start)
}

# Starts a server and waits until all of its ports take a connection. What it says goes to its log file.
function Start-TestServer([string] $Name, [string[]] $Arguments, [int[]] $Port) {
    $process = Start-TestProgram $Name $Arguments
    $output = $process.StandardOutput.ReadToEndAsync()
    $problems = $process.StandardError.ReadToEndAsync()
    foreach ($one in $Port) {
        if (Wait-Until { $process.HasExited -or (Test-PortOpen $one) }) {
            if (-not $process.HasExited) { continue }
        }
        else {
            Stop-TestProcess $process
        }
        throw "'$Name' does not listen on port ${one}: $($output.GetAwaiter().GetResult()) $($problems.GetAwaiter().GetResult())"
    }
    $process
}

# Runs a program to its end and emits its standard output.
function Invoke-TestProgram([string] $Name, [string[]] $Arguments, [byte[]] $StandardInput = @(), [double] $TimeoutSeconds = 20) {
    $process = Start-TestProgram $Name $Arguments
    try {
        $output = $process.StandardOutput.ReadToEndAsync()
        $problems = $process.StandardError.ReadToEndAsync()
        if ($StandardInput) { $process.StandardInput.BaseStream.Write($StandardInput, 0, $StandardInput.Length) }
        $process.StandardInput.Close()
        if (-not $process.WaitForExit([int]($TimeoutSeconds * 1000))) { throw "'$Name' did not end within $TimeoutSeconds s." }
        if ($process.ExitCode -ne 0) { throw "'$Name' ended with $($process.ExitCode): $($problems.GetAwaiter().GetResult())" }
        $output.GetAwaiter().GetResult()
    }
    finally {
        Stop-TestProcess $process
    }
}

function Stop-TestProcess([System.Diagnostics.Process] $Process) {
    if (-not $Process) { return }
    if (-not $Process.HasExited) {
        $Process.Kill()
        $null = $Process.WaitForExit(5000)
    }
    $Process.Dispose()
}
