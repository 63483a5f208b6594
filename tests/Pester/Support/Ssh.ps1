# SSH servers for PowerShell's remoting, on loopback and with keys of their own. Dot-source after Common.ps1.

# Emits the running server: Process, and Connection, the parameters of Invoke-Command that reach it.
function Start-TestSshServer {
    $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive "ssh-$(New-Guid)")).FullName
    foreach ($key in 'host', 'user') {
        $null = Invoke-TestProgram ssh-keygen '-q', '-t', 'ed25519', '-N', '', '-f', "$folder/$key"
    }
    $port = Get-FreePort
    if ([System.Environment]::UserName -eq 'root') {
        # The server of root parts with its rights there; where it starts as a service, that makes it.
        $null = New-Item '/run/sshd' -ItemType Directory -Force
    }
    $engine = [System.Environment]::ProcessPath
    if ((Split-Path $engine -LeafBase) -eq 'dotnet') { $engine += " $(Join-Path $PSHOME 'pwsh.dll')" }
    Set-Content "$folder/config" @(
        "Port $port"
        'ListenAddress 127.0.0.1'
        "HostKey $folder/host"
        "AuthorizedKeysFile $folder/user.pub"
        'PasswordAuthentication no'
        'PermitRootLogin prohibit-password'
        # The folder of a test may be below one that everybody can write to.
        'StrictModes no'
        'UsePAM no'
        'PidFile none'
        "Subsystem powershell $engine -sshs -NoProfile -NoLogo"
    )
    # It has to be called by its full path, because it starts itself again for each connection.
    $program = (Get-Command sshd, /usr/sbin/sshd -CommandType Application -ErrorAction Ignore)[0].Source
    [pscustomobject]@{
        Process    = Start-TestServer $program '-D', '-e', '-f', "$folder/config" -Port $port
        Connection = @{
            HostName    = '127.0.0.1'
            Port        = $port
            UserName    = [System.Environment]::UserName
            KeyFilePath = "$folder/user"
            Options     = @{ StrictHostKeyChecking = 'no'; UserKnownHostsFile = '/dev/null'; LogLevel = 'ERROR'; BatchMode = 'yes' }
        }
    }
}
