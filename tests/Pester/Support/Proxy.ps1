# A real tinyproxy for tests. Dot-source after Common.ps1.

# Emits the running proxy with its Address. It opens tunnels to every port; with -User to who knows the password only.
function Start-TestProxy([string] $User, [string] $Password) {
    $folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive "proxy-$(New-Guid)")
    $configuration = Join-Path $folder 'conf'
    $log = Join-Path $folder 'log'
    $port = Get-FreePort
    Set-Content -Path $configuration -Value @(
        "Port $port", 'Listen 127.0.0.1', 'Allow 127.0.0.1', 'Timeout 60', 'LogLevel Connect', "LogFile `"$log`""
        if ($User) { "BasicAuth $User $Password" }
    )
    [pscustomobject]@{
        Address = [uri]"http://127.0.0.1:$port"
        Log     = $log
        Process = Start-TestServer tinyproxy '-d', '-c', $configuration -Port $port
    }
}

function Stop-TestProxy($Proxy) {
    if ($Proxy) { Stop-TestProcess $Proxy.Process }
}

# How many tunnels to this host and port the proxy was asked for, by its own log.
function Get-ProxyTunnelCount($Proxy, [uri] $Target) {
    @(Select-String -Path $Proxy.Log -Pattern "CONNECT $($Target.Authority) " -SimpleMatch).Count
}
