# A real mosquitto for tests. Dot-source after Common.ps1.

. ([System.IO.Path]::Combine($PSScriptRoot, 'Programs.ps1'))

# Emits the running broker: Port for MQTT over TCP, Endpoint for WebSocket, and with -ServerCertificate wss.
#   -User               name and password of each who may come in; without it everybody may
#   -ServerCertificate  a certificate with its key, from New-TestCertificate
#   -Persistent         keeps sessions and messages over a restart
#   -ClientAuthority    only clients with a certificate of this authority may come in over WebSocket
function Start-TestBroker {
    param([hashtable] $User, $ServerCertificate, $ClientAuthority, [switch] $Persistent)

    $folder = New-TestFolder
    $tcp, $web = Get-FreePort 2
    $lines = @(
        "user $([System.Environment]::UserName)"
        "log_dest file $folder/log"
        'log_type subscribe', 'log_type information', 'log_type notice', 'log_type warning', 'log_type error'
        "allow_anonymous $((-not $User).ToString().ToLowerInvariant())"
        'max_queued_messages 0'
        'max_inflight_messages 100'
        # It starts with no WebSocket listener alone, and binds that one to an address for a given family only.
        "listener $tcp 127.0.0.1"
        "listener $web 127.0.0.1"
        'socket_domain ipv4'
        'protocol websockets'
    )
    if ($Persistent) {
        # Settings of the whole broker come before the first listener.
        $lines = @('persistence true', "persistence_location $folder/") + $lines
    }
    if ($ServerCertificate) {
        $lines += "certfile $(Export-TestCertificate $ServerCertificate "$folder/server.pem")"
        $lines += "keyfile $(Export-TestKey $ServerCertificate "$folder/server.key")"
    }
    if ($ClientAuthority) {
        $lines += "cafile $(Export-TestCertificate $ClientAuthority "$folder/clients.pem")", 'require_certificate true'
    }
    $login = @()
    if ($User) {
        $password = [guid]::NewGuid().ToString('N')
        $login = '-u', 'tester', '-P', $password
        $users = @($User.GetEnumerator().ForEach({ "$($_.Key):$($_.Value)" })) + "tester:$password"
        [System.IO.File]::WriteAllLines("$folder/users", [string[]]$users)
        $null = Invoke-TestProgram mosquitto_passwd '-U', "$folder/users"
        $lines = @("password_file $folder/users") + $lines
    }
    [System.IO.File]::WriteAllLines("$folder/conf", [string[]]$lines)
    $broker = [pscustomobject]@{
        Folder   = $folder
        Port     = $tcp
        Endpoint = ('ws://127.0.0.1:{0}/', 'wss://localhost:{0}/')[[bool]$ServerCertificate] -f $web
        Ports    = $tcp, $web
        Login    = $login
        Process  = $null
    }
    Resume-TestBroker $broker
    $broker
}

# Starts a broker again, with the same ports and the same users.
function Resume-TestBroker($Broker) {
    $Broker.Process = Start-TestServer mosquitto '-c', "$($Broker.Folder)/conf" -Port $Broker.Ports
}

# Ends it at once, as a power failure would.
function Suspend-TestBroker($Broker) {
    Stop-TestProcess $Broker.Process
    $Broker.Process = $null
}

# Asks it to end, upon which a persistent one writes down what it holds.
function Suspend-TestBrokerGently($Broker) {
    $null = Invoke-TestProgram kill '-TERM', $Broker.Process.Id
    if (-not $Broker.Process.WaitForExit(10000)) { throw 'mosquitto did not end.' }
}

function Stop-TestBroker($Broker) {
    if ($Broker) {
        Stop-TestProcess $Broker.Process
        [System.IO.Directory]::Delete($Broker.Folder, $true)
    }
}

# Publishes with mosquitto_pub: the bytes as one message, or each line of the text as one.
function Send-BrokerMessage {
    param($Broker, [string] $Topic, [byte[]] $Bytes, [string[]] $Lines, [int] $Qos = 1)

    $how = '-s'
    if ($Lines) {
        $how = '-l'
        $Bytes = [System.Text.Encoding]::UTF8.GetBytes(($Lines -join "`n") + "`n")
    }
    $arguments = @('-h', '127.0.0.1', '-p', $Broker.Port, '-t', $Topic, '-q', $Qos, $how) + $Broker.Login
    $null = Invoke-TestProgram mosquitto_pub $arguments -StandardInput $Bytes
}

# Starts a mosquitto_sub that ends after so many messages; it is subscribed when this returns.
function Start-BrokerReader {
    param($Broker, [string] $Topic, [int] $Count = 1, [int] $Qos = 1)

    $id = 'reader-' + [guid]::NewGuid().ToString('N')
    $arguments = @('-h', '127.0.0.1', '-p', $Broker.Port, '-i', $id, '-t', $Topic, '-q', $Qos) + $Broker.Login
    $process = Start-TestProgram mosquitto_sub ($arguments + '-C', $Count, '-W', 30, '-F', 'message %q %t %x')
    # It does not say by itself in time that it is subscribed; the broker does.
    if (-not (Wait-Until { [System.IO.File]::ReadAllText("$($Broker.Folder)/log").Contains("$id $Qos $Topic") })) {
        Stop-TestProcess $process
        throw 'mosquitto_sub did not subscribe.'
    }
    [pscustomobject]@{ Process = $process; Output = $process.StandardOutput.ReadToEndAsync() }
}

# Emits what the reader got: Qos, Topic and Bytes of each message.
function Complete-BrokerReader($Reader, [double] $TimeoutSeconds = 30) {
    try {
        if (-not $Reader.Output.Wait([int]($TimeoutSeconds * 1000))) { throw 'mosquitto_sub still waits for messages.' }
        foreach ($line in $Reader.Output.Result.Split("`n")) {
            $part = $line.Split(' ')
            if ($part[0] -eq 'message') {
                [pscustomobject]@{ Qos = [int]$part[1]; Topic = $part[2]; Bytes = [System.Convert]::FromHexString($part[3]) }
            }
        }
    }
    finally {
        Stop-TestProcess $Reader.Process
    }
}
