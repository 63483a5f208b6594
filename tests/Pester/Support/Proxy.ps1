# A real tinyproxy for tests. Dot-source after Common.ps1.

. ([System.IO.Path]::Combine($PSScriptRoot, 'Programs.ps1'))

# Emits the running proxy with its Address. It opens tunnels to every port; with -User to who knows the password only.
function Start-TestProxy([string] $User, [string] $Password) {
    $folder = New-TestFolder
    $port = Get-FreePort
    $lines = @("Port $port", 'Listen 127.0.0.1', 'Allow 127.0.0.1', 'Timeout 60', 'LogLevel Connect', "LogFile `"$folder/log`"")
    if ($User) { $lines += "BasicAuth $User $Password" }
    [System.IO.File]::WriteAllLines("$folder/conf", [string[]]$lines)
    [pscustomobject]@{
        Address = [uri]"http://127.0.0.1:$port"
        Folder  = $folder
        Process = Start-TestServer tinyproxy '-d', '-c', "$folder/conf" -Port $port
    }
}

function Stop-TestProxy($Proxy) {
    if ($Proxy) {
        Stop-TestProcess $Proxy.Process
        [System.IO.Directory]::Delete($Proxy.Folder, $true)
    }
}

# How many tunnels to this host and port the proxy was asked for, by its own log.
function Get-ProxyTunnelCount($Proxy, [uri] $Target) {
    $log = [System.IO.File]::ReadAllText("$($Proxy.Folder)/log")
    [regex]::Matches($log, [regex]::Escape("CONNECT $($Target.Host):$($Target.Port) ")).Count
}
