# Drives clients that others wrote (tests/Clients). Dot-source after Common.ps1.

$ClientFolder = Join-Path $RepositoryRoot 'tests' 'Clients'

# Starts a client in a process of its own, or with -InPage in a page of headless Chromium. Emits what the functions below
# take. The emulator's authority is the one thing that it is told about TLS.
function Start-TestClient([string] $Package, $Emulator, [switch] $InPage) {
    if (-not (Test-Path (Join-Path $ClientFolder 'node_modules' $Package))) {
        throw "The package '$Package' is not installed: run build.ps1 -Task Test, or npm ci in tests/Clients."
    }
    $script = Join-Path $ClientFolder ('node.mjs', 'browser.mjs')[$InPage.IsPresent]
    $authority = Join-Path $TestDrive "authority-$(New-Guid).pem"
    Set-Content $authority $Emulator.Certificate.ExportCertificatePem()
    $process = Start-TestProgram 'node' $script, $Package -Environment @{ NODE_EXTRA_CA_CERTS = $authority }
    $client = [pscustomobject]@{
        Package = $Package; Process = $process; Problems = $process.StandardError.ReadToEndAsync()
    }
    # A page says first that it is there.
    if ($InPage) { $null = Read-TestClient $client -TimeoutSeconds 60 }
    $client
}

# Asks the client for one of its operations and emits the result as an object; an error of the client is thrown.
function Invoke-TestClient($Client, [string] $Operation, [object[]] $Arguments = @()) {
    $request = @{ operation = $Operation; arguments = $Arguments } | ConvertTo-Json -Depth 20 -Compress
    $Client.Process.StandardInput.WriteLine($request)
    $Client.Process.StandardInput.Flush()
    $answer = Read-TestClient $Client
    if (-not $answer.ok) { throw "$($Client.Package), ${Operation}: $($answer.error)" }
    $answer.result
}

function Read-TestClient($Client, [double] $TimeoutSeconds = 30) {
    $line = $Client.Process.StandardOutput.ReadLineAsync()
    if (-not $line.Wait([int]($TimeoutSeconds * 1000))) { throw "$($Client.Package) said nothing within $TimeoutSeconds s." }
    if ($null -eq $line.Result) {
        throw "$($Client.Package) has ended: $($Client.Problems.Wait(5000) ? $Client.Problems.Result : '')"
    }
    # Times stay the text that the client got, where PowerShell can leave them so (7.5 on).
    $asText = (Get-Command ConvertFrom-Json).Parameters.ContainsKey('DateKind') ? @{ DateKind = 'String' } : @{}
    $line.Result | ConvertFrom-Json @asText
}

# The end of its input is the end of the client, and of the browser that it has started.
function Stop-TestClient($Client) {
    if (-not $Client) { return }
    $Client.Process.StandardInput.Close()
    if (-not $Client.Process.WaitForExit(10000)) { $Client.Process.Kill($true) }
    $Client.Process.Dispose()
}

# Connects the client's device over the transport ws, wss, mqtt (TCP) or mqtts (TLS), all on the emulator's two ports.
# An SDK makes a device or a gateway of it; an extension parameter is one of the client id, such as ext=1, for MQTT.js.
function Connect-TestClient {
    param(
        $Client, $Emulator, [hashtable] $Device, [string] $Transport = 'ws', [string] $Kind = 'device',
        [hashtable] $Options = @{}, [string] $Extension
    )
    $url = ($Emulator.Endpoint, $Emulator.SecureEndpoint)[$Transport -in 'wss', 'mqtts'] -replace '^\w+', $Transport
    if ($Client.Package -eq 'mqtt') {
        # MQTT.js is given the credential that a user makes for it; the SDKs sign by themselves.
        $credential = New-IotMqttCredential @Device -Endpoint ($url -replace '^mqtt(s?):', 'ws$1:')
        $given = @{
            clientId = $credential.MqttClientId -replace '\|$', ($Extension ? ",$Extension|" : '|')
            username = $credential.MqttUsername; password = $credential.GetNetworkCredential().Password
        }
        return Invoke-TestClient $Client connect $url, ($given + $Options)
    }
    $given = @{
        productKey = $Device.ProductKey; deviceName = $Device.DeviceName; deviceSecret = $Device.DeviceSecret
        brokerUrl  = $url
    }
    Invoke-TestClient $Client connect ($given + $Options), $Kind
}
