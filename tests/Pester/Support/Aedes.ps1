# A real aedes for tests: another broker than mosquitto, in another language. Dot-source after Common.ps1.

# Emits the running broker: Endpoint for ws, or for wss where a certificate is given.
function Start-AedesBroker($ServerCertificate) {
    $packages = Join-Path $RepositoryRoot 'tests' 'Brokers'
    if (-not (Test-Path (Join-Path $packages 'node_modules' 'aedes'))) {
        throw "The package 'aedes' is not installed: run build.ps1 -Task Test, or npm ci in tests/Brokers."
    }
    $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive "aedes-$(New-Guid)")).FullName
    $port = Get-FreePort
    $journal = Join-Path $folder 'journal'
    $arguments = @((Join-Path $packages 'aedes.mjs'), $port, $journal)
    if ($ServerCertificate) {
        $arguments += Export-TestCertificate $ServerCertificate (Join-Path $folder 'server.pem')
        $arguments += Export-TestKey $ServerCertificate (Join-Path $folder 'server.key')
    }
    $broker = [pscustomobject]@{
        Endpoint  = $ServerCertificate ? "wss://localhost:$port/" : "ws://127.0.0.1:$port/"
        Port      = $port
        Arguments = $arguments
        Journal   = $journal
        Process   = $null
    }
    Resume-AedesBroker $broker
    $broker
}

function Resume-AedesBroker($Broker) {
    $Broker.Process = Start-TestServer node $Broker.Arguments -Port $Broker.Port
}

# Ends it with a signal, KILL or TERM.
function Suspend-AedesBroker($Broker, [string] $Signal) {
    $null = Invoke-TestProgram kill "-$Signal", $Broker.Process.Id
    if (-not $Broker.Process.WaitForExit(30000)) { throw 'aedes did not end.' }
    $Broker.Process.Dispose()
}

function Stop-AedesBroker($Broker) {
    if ($Broker) { Stop-TestProcess $Broker.Process }
}

# Emits the payloads that it has taken over all of its lives, in their order, as text.
function Get-AedesPayload($Broker) {
    Get-Content $Broker.Journal | ForEach-Object {
        [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromHexString((-split $_)[2]))
    }
}
