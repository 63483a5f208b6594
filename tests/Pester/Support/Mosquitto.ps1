# A real mosquitto for tests. Dot-source after Common.ps1.

# Emits the running broker: Port for MQTT over TCP, Endpoint for WebSocket, and with -ServerCertificate wss.
#   -User               name and password of each who may come in; without it everybody may
#   -ServerCertificate  a certificate with its key, from New-TestCertificate
#   -Persistent         keeps sessions and messages over a restart
#   -ClientAuthority    only clients with a certificate of this authority may come in over WebSocket
function Start-TestBroker {
    param([hashtable] $User, $ServerCertificate, $ClientAuthority, [switch] $Persistent)

    $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive "broker-$(New-Guid)")).FullName
    $tcp, $web = Get-FreePort 2
    $login = @()
    if ($User) {
        $password = (New-Guid).ToString('N')
        $login = '-u', 'tester', '-P', $password
        $users = @($User.GetEnumerator() | ForEach-Object { "$($_.Key):$($_.Value)" }) + "tester:$password"
        Set-Content -Path "$folder/users" -Value $users
        $null = Invoke-TestProgram mosquitto_passwd '-U', "$folder/users"
    }
    Set-Content -Path "$folder/conf" -Value @(
        # Settings of the whole broker come before the first listener.
        if ($Persistent) { 'persistence true', "persistence_location $folder/" }
        if ($User) { "password_file $folder/users" }
        "user $([System.Environment]::UserName)"
        "log_dest file $folder/log"
        'log_type subscribe', 'log_type information', 'log_type notice', 'log_type warning', 'log_type error'
        "allow_anonymous $($User ? 'false' : 'true')"
        'max_queued_messages 0'
        'max_inflight_messages 100'
        # It starts with no WebSocket listener alone, and binds that one to an address for a given family only.
        "listener $tcp 127.0.0.1"
        "listener $web 127.0.0.1"
        'socket_domain ipv4'
        'protocol websockets'
        if ($ServerCertificate) {
            "certfile $(Export-TestCertificate $ServerCertificate "$folder/server.pem")"
            "keyfile $(Export-TestKey $ServerCertificate "$folder/server.key")"
        }
        if ($ClientAuthority) {
            "cafile $(Export-TestCertificate $ClientAuthority "$folder/clients.pem")"
            'require_certificate true'
        }
    )
    $broker = [pscustomobject]@{
        Folder   = $folder
        Port     = $tcp
        Endpoint = ($ServerCertificate ? "wss://localhost:$web/" : "ws://127.0.0.1:$web/")
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
    if (-not $Broker.Process.WaitForExit(60000)) { throw 'mosquitto did not end.' }
}

function Stop-TestBroker($Broker) {
    if ($Broker) { Stop-TestProcess $Broker.Process }
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

    $id = "reader-$(New-Guid)"
    $arguments = @('-h', '127.0.0.1', '-p', $Broker.Port, '-i', $id, '-t', $Topic, '-q', $Qos) + $Broker.Login
    $process = Start-TestProgram mosquitto_sub ($arguments + '-C', $Count, '-W', 30, '-F', 'message %q %t %x')
    # It does not say by itself in time that it is subscribed; the broker does.
    if (-not (Wait-Until { Select-String -Path "$($Broker.Folder)/log" -Pattern "$id $Qos $Topic" -SimpleMatch -Quiet })) {
        Stop-TestProcess $process
        throw 'mosquitto_sub did not subscribe.'
    }
    [pscustomobject]@{ Process = $process; Output = $process.StandardOutput.ReadToEndAsync() }
}

# Emits what the reader got: Qos, Topic and Bytes of each message.
function Complete-BrokerReader($Reader, [double] $TimeoutSeconds = 30) {
    try {
        if (-not $Reader.Output.Wait([int]($TimeoutSeconds * 1000))) { throw 'mosquitto_sub still waits for messages.' }
        $Reader.Output.Result -split '\n' | ForEach-Object {
            $kind, $qos, $topic, $hex = -split $_
            if ($kind -eq 'message') {
                [pscustomobject]@{ Qos = [int]$qos; Topic = $topic; Bytes = [System.Convert]::FromHexString("$hex") }
            }
        }
    }
    finally {
        Stop-TestProcess $Reader.Process
    }
}
