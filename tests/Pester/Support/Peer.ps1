# A server of a few lines for answers that no emulator gives. Dot-source after Common.ps1.

# Listens on a free loopback port and runs the block for each connection, one after the other, in a job, with the network
# stream and the argument. The block is compiled there, so it sees no variable of the test.
# Without a block it takes connections and says nothing.
function Start-TestPeer([scriptblock] $Answer, $Argument) {
    $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
    $listener.Start()
    $current = @{}
    [pscustomobject]@{
        Listener = $listener
        Port     = $listener.LocalEndpoint.Port
        Current  = $current
        Job      = if ($Answer) { Start-ThreadJob $PeerLoop -ArgumentList $listener, "$Answer", $Argument, $current }
    }
}

function Stop-TestPeer($Peer) {
    if (-not $Peer) { return }
    $Peer.Listener.Stop()
    if ($Peer.Job) {
        # What waits for the other side notices no stop, but the end of its connection; then there is no next one.
        $null = Wait-Until { ${Peer}.Current.Client?.Dispose(); $Peer.Job.State -in 'Completed', 'Failed' }
        Remove-Job $Peer.Job -Force
    }
}

$PeerLoop = {
    param($Listener, $Answer, $Argument, $Current)
    $ErrorActionPreference = 'Stop'

    # Reads up to the empty line of an HTTP request.
    function Read-Request($Stream) {
        $text = ''
        do {
            $next = $Stream.ReadByte()
            if ($next -lt 0) { break }
            $text += [char]$next
        } until ($text.EndsWith("`r`n`r`n"))
        $text
    }

    function Write-Text($Stream, [string] $Text) {
        $Stream.Write([System.Text.Encoding]::ASCII.GetBytes($Text))
        $Stream.Flush()
    }

    # Answers the WebSocket upgrade (RFC 6455, section 4.2.2) and emits the socket.
    function Complete-Upgrade($Stream) {
        $key = [regex]::Match((Read-Request $Stream), '(?im)^Sec-WebSocket-Key: *(\S+)').Groups[1].Value
        $digest = [System.Security.Cryptography.SHA1]::HashData(
            [System.Text.Encoding]::ASCII.GetBytes($key + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'))
        Write-Text $Stream ("HTTP/1.1 101 Switching Protocols`r`nUpgrade: websocket`r`nConnection: Upgrade`r`n" +
            "Sec-WebSocket-Accept: $([System.Convert]::ToBase64String($digest))`r`nSec-WebSocket-Protocol: mqtt`r`n`r`n")
        [System.Net.WebSockets.WebSocket]::CreateFromStream($Stream, $true, 'mqtt', [timespan]::Zero)
    }

    # Reads frames until the other side closes; answers the first one, the CONNECT, with a CONNACK of this code.
    function Send-ConnAck($Socket, [int] $Code) {
        $buffer = [System.ArraySegment[byte]]::new([byte[]]::new(4096))
        $none = [System.Threading.CancellationToken]::None
        $null = $Socket.ReceiveAsync($buffer, $none).GetAwaiter().GetResult()
        $connAck = [System.ArraySegment[byte]]::new([byte[]](0x20, 2, 0, $Code))
        $null = $Socket.SendAsync($connAck, 'Binary', $true, $none).GetAwaiter().GetResult()
        do { $read = $Socket.ReceiveAsync($buffer, $none).GetAwaiter().GetResult() } until ($read.MessageType -eq 'Close')
    }

    $block = [scriptblock]::Create($Answer)
    while ($true) {
        $Current.Client = $client = $Listener.AcceptTcpClient()
        try { & $block $client.GetStream() $Argument }
        catch {
            # A client that is refused, stopped or closed breaks off the answer; the test looks at the client's side of it.
        }
        finally { $client.Dispose() }
    }
}
