# The programs that some tests talk to.

# By the tag of those tests: the programs, and the packages of Debian and Homebrew that bring them.
$Peers = [ordered]@{
    Mosquitto = @{ Program = 'mosquitto', 'mosquitto_pub'; Package = 'mosquitto', 'mosquitto-clients' }
    TinyProxy = @{ Program = @('tinyproxy'); Package = @('tinyproxy') }
    Ssh       = @{ Program = 'sshd', 'ssh'; Package = 'openssh-server', 'openssh-client' }
    Node      = @{ Program = 'node', 'npm'; Package = 'nodejs', 'npm' }
    Chromium  = @{ Program = @('chromium'); Package = @('chromium') }
}

# Emits the tags whose programs are not there.
function Find-MissingPeer {
    $Peers.Keys | Where-Object { $Peers[$_].Program | Where-Object { -not (Test-Program $_) } }
}

# Installs what is missing where that can be done, and emits the tags whose programs are missing still.
function Install-Peer {
    $missing = @(Find-MissingPeer)
    if ($missing) {
        Install-DebianPackage ($missing | ForEach-Object { $Peers[$_].Package })
        Find-MissingPeer
    }
}
