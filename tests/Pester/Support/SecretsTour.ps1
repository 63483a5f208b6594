# Runs every cmdlet, with success and with failure, and writes down all that a session may show of it. A child process
# of Secrets.Tests.ps1: its arguments are the manifest, a file with the secrets, and the folder for the evidence.
param([string] $Manifest, [string] $SecretsFile, [string] $Folder)

$VerbosePreference = $DebugPreference = $InformationPreference = $WarningPreference = 'Continue'
$ErrorActionPreference = 'Continue'
# What these have to say concerns files alone.
$PSDefaultParameterValues = @{
    'Import-Module:Verbose' = $false
    'Export-Clixml:Verbose' = $false
    'Out-File:Verbose'      = $false
    'Out-File:Append'       = $true
    'Out-File:Width'        = 4000
    # It connects one device more often than the platform lets it.
    'Start-IotEmulator:NoConnectLimit' = $true
    'Start-IotEmulator:NoMessageLimit' = $true
}
Import-Module $Manifest
$secrets = Get-Content $SecretsFile -Raw | ConvertFrom-Json
$key = $secrets.ProductKey
$name = $secrets.DeviceName
# The same time in all, so that the test knows the passwords.
$device = @{ ProductKey = $key; DeviceName = $name; DeviceSecret = $secrets.Secret }
$signed = $device + @{ Timestamp = $secrets.Timestamp }
$wrong = @{ ProductKey = $key; DeviceName = $name; DeviceSecret = $secrets.WrongSecret; Timestamp = $secrets.Timestamp }
$secure = ConvertTo-SecureString $secrets.Secret -AsPlainText -Force
$proxyLogin = [pscredential]::new('me', (ConvertTo-SecureString $secrets.ProxyPassword -AsPlainText -Force))
$get = "/$key/$name/user/get"
$update = '/{ProductKey}/{DeviceName}/user/update'
$summary = [System.Collections.Generic.List[object]]::new()
$steps = 0

# A credential that is stored is asked for its password.
function Test-Asked($Item) {
    @($Item.psobject.TypeNames) -match 'IotMqttCredential$'
}

function Write-View([string] $Name, $Item) {
    $file = Join-Path $Folder "$Name.txt"
    $Item | Out-File $file
    $Item | Format-List | Out-File $file
    "$Item" | Out-File $file
    $Item | Format-List * | Out-File $file
    $Item | Format-List * -Force | Out-File $file
    if ($Item -isnot [System.Management.Automation.ErrorRecord] -and $Item -isnot [exception]) {
        $Item | Format-Custom -Depth 3 | Out-File $file
    }
}

function Write-ErrorView([string] $Name, [System.Management.Automation.ErrorRecord] $Record) {
    Write-View $Name $Record
    $file = Join-Path $Folder "$Name.txt"
    $Record.Exception, $Record.Exception.InnerException, $Record.ErrorDetails, $Record.CategoryInfo, $Record.TargetObject |
        Where-Object { $null -ne $_ } | ForEach-Object { $_ | Format-List * -Force | Out-File $file }
    $Record.Exception.ToString() | Out-File $file
    $Record.InvocationInfo.BoundParameters.GetEnumerator() | Format-List * -Force | Out-File $file
    $Record | Export-Clixml (Join-Path $Folder "$Name-$(New-Guid).xml")
}

# Takes all streams of a step. What it emits is also what this function emits.
function Step([string] $Cmdlet, [string] $Outcome, [scriptblock] $Action) {
    $script:steps++
    $file = '{0:000}-{1}-{2}' -f $script:steps, $Cmdlet, $Outcome
    # One by one, so that what came before a terminating error counts as well.
    $items = [System.Collections.Generic.List[object]]::new()
    try { & $Action *>&1 | ForEach-Object { $items.Add($_) } }
    catch { $items.Add($_) }
    $errors = $number = 0
    foreach ($item in $items) {
        if ($null -eq $item) { continue }
        # As the console, and the transcript, have it.
        $item | Out-Host
        if ($item -is [System.Management.Automation.ErrorRecord]) {
            $errors++
            Write-ErrorView $file $item
            continue
        }
        Write-View $file $item
        $asked = if (Test-Asked $item) { 'asked-' }
        $number++
        $item | Export-Clixml (Join-Path $Folder "$asked$file-$number.xml") -Depth 3
        if ($asked) { $item.GetNetworkCredential().Password | Set-Content (Join-Path $Folder "$asked$file-$number.txt") }
        $class = $item.GetType().Name
        if ($class -notmatch '^(Verbose|Debug|Information|Warning)Record$') { $item }
    }
    $streams = $items | Where-Object { $null -ne $_ } | ForEach-Object { $_.GetType().Name } | Sort-Object -Unique
    $summary.Add([pscustomobject]@{ Cmdlet = $Cmdlet; Outcome = $Outcome; Errors = $errors; Streams = @($streams) })
}

# Before there is anything.
Start-Transcript (Join-Path $Folder 'transcript.txt') | Out-Host
$null = Step Disconnect-IotMqtt Fails { Disconnect-IotMqtt }
$null = Step Send-IotMessage Fails { Send-IotMessage $update 'x' }
$null = Step Receive-IotMessage Fails { Receive-IotMessage -Count 1 -TimeoutSeconds 1 }
$null = Step Register-IotSubscription Fails { Register-IotSubscription $get }
$null = Step Unregister-IotSubscription Fails { Unregister-IotSubscription $get }
$null = Step Send-IotEmulatorMessage Fails { Send-IotEmulatorMessage $get 'x' }
$null = Step Receive-IotEmulatorMessage Fails { Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 1 }
$null = Step Restart-IotEmulator Fails { Restart-IotEmulator }
$null = Step Get-IotEmulatorEvent Fails { Get-IotEmulatorEvent }
$null = Step Get-IotEmulatorFault Fails { Get-IotEmulatorFault }
$null = Step Set-IotEmulatorFault Fails { Set-IotEmulatorFault -StallAck }
$null = Step Get-IotEmulatorDevice Fails { Get-IotEmulatorDevice nobody }
$null = Step Set-IotEmulatorDevice Fails { Set-IotEmulatorDevice nobody -Tag @{ room = 'x' } }
$null = Step Invoke-IotEmulatorService Fails { Invoke-IotEmulatorService nobody Reboot }
$null = Step Add-IotEmulatorDevice Fails { Add-IotEmulatorDevice $device }
$null = Step Remove-IotEmulatorDevice Fails { Remove-IotEmulatorDevice nobody }
$null = Step Export-IotEmulatorState Fails { Export-IotEmulatorState (Join-Path $Folder 'none.state') }
$null = Step Import-IotEmulatorState Fails { Import-IotEmulatorState (Join-Path $Folder 'none.state') }
$null = Step Get-IotEmulator Fails { Get-IotEmulator nonsense }
$null = Step Stop-IotEmulator Fails { Stop-IotEmulator $secrets.Nothing }
$null = Step Get-IotMqttConnection Fails { Get-IotMqttConnection nobody }
$null = Step Select-IotMqttConnection Fails { Select-IotMqttConnection nobody }
$null = Step Select-IotEmulator Fails { Select-IotEmulator nobody }
$null = Step Invoke-IotRequest Fails { Invoke-IotRequest ntp.request }
$null = Step Receive-IotRequest Fails { Receive-IotRequest -TimeoutSeconds 0 }
$null = Step Start-IotMqttTrace Fails { Start-IotMqttTrace }
$null = Step Stop-IotMqttTrace Fails { Stop-IotMqttTrace }
$null = Step Get-IotMqttPacket Fails { Get-IotMqttPacket }
$null = Step Invoke-IotMqttTrace Fails {
    [pscustomobject]@{ Direction = 'Sent'; Type = 'PUBLISH'; Topic = $get } | Invoke-IotMqttTrace
}

# Credentials.
$credential = Step New-IotMqttCredential Succeeds { New-IotMqttCredential @signed -Endpoint ws://127.0.0.1:1/ }
foreach ($method in 'HmacSha1', 'HmacMd5') {
    $null = Step New-IotMqttCredential Succeeds { New-IotMqttCredential @signed -SignMethod $method }
}
$null = Step New-IotMqttCredential Succeeds {
    New-IotMqttCredential $key $name $secure -Timestamp $secrets.Timestamp
}
$null = Step New-IotMqttCredential Fails { New-IotMqttCredential $key 'no|name' $secrets.Secret }
$null = Step New-IotMqttCredential Fails { New-IotMqttCredential '' $name $secrets.Secret }
$null = Step New-IotMqttCredential Fails { New-IotMqttCredential $key $name @($secrets.Secret, $secrets.WrongSecret) }
$null = Step New-IotMqttCredential Fails { New-IotMqttCredential @signed -Endpoint 'ftp://nowhere' }
$null = Step New-IotMqttCredential Fails { New-IotMqttCredential @signed -SignMethod None }

# Emulators.
$null = Step Start-IotEmulator Fails { Start-IotEmulator -Device $device, $wrong }
$null = Step Start-IotEmulator Fails { Start-IotEmulator -Device @{ DeviceName = 'x y'; DeviceSecret = $secrets.Secret } }
$emulator = Step Start-IotEmulator Succeeds { Start-IotEmulator -Device $device, ([pscustomobject]$device) -NoConnectLimit }
$null = Step Start-IotEmulator Fails { Start-IotEmulator -Device $device -Port $emulator.Endpoint.Port }
$null = Step Get-IotEmulator Succeeds { Get-IotEmulator }
$null = Step Add-IotEmulatorDevice Fails { Add-IotEmulatorDevice $wrong }
$null = Step Add-IotEmulatorDevice Succeeds {
    Add-IotEmulatorDevice @{ ProductKey = $key; DeviceName = 'second'; DeviceSecret = $secrets.Secret } -PassThru
}
$state = Join-Path $Folder 'kept.state'
$null = Step Export-IotEmulatorState Succeeds { Export-IotEmulatorState $state -PassThru }
$null = Step Import-IotEmulatorState Succeeds { Import-IotEmulatorState $state -PassThru }
$null = Step Remove-IotEmulatorDevice Succeeds { Remove-IotEmulatorDevice second }

# Connects that do not come to be.
$here = @{ Endpoint = $emulator.Endpoint }
$null = Step Test-IotMqttConnection Succeeds { Test-IotMqttConnection @signed @here }
$null = Step Test-IotMqttConnection Succeeds { Test-IotMqttConnection @wrong @here }
$null = Step Test-IotMqttConnection Succeeds {
    Test-IotMqttConnection @signed @here -Proxy http://127.0.0.1:1/ -ProxyCredential $proxyLogin
}
$null = Step Test-IotMqttConnection Fails { Test-IotMqttConnection @signed -Endpoint 'ftp://nowhere' }
$null = Step Connect-IotMqtt Fails { Connect-IotMqtt @wrong @here }
$null = Step Connect-IotMqtt Fails { New-IotMqttCredential @wrong @here | Connect-IotMqtt }
$null = Step Connect-IotMqtt Fails { $credential, $credential | Connect-IotMqtt -TimeoutSeconds 5 }
$null = Step Connect-IotMqtt Fails { Connect-IotMqtt @signed -Endpoint $emulator.SecureEndpoint }
$null = Step Connect-IotMqtt Fails { Connect-IotMqtt @signed -Endpoint 'ftp://nowhere' }
$null = Step Connect-IotMqtt Fails { Connect-IotMqtt @signed @here -KeepAliveSeconds 5 }
$null = Step Connect-IotMqtt Fails { Connect-IotMqtt @signed @here -TrustedCertificate /no/such/file }
$null = Step Connect-IotMqtt Fails {
    Connect-IotMqtt @signed @here -Proxy http://127.0.0.1:1/ -ProxyCredential $proxyLogin
}
$null = Step Connect-IotMqtt Fails {
    Connect-IotMqtt -MqttClientId 'x' -MqttUsername "$name&$key" -MqttPassword $credential.MqttPassword @here
}
$null = Step Connect-IotMqtt Fails { Connect-IotMqtt -Credential $device }
# Signed for ws and used on wss, which warns.
$null = Step Connect-IotMqtt Fails { Connect-IotMqtt $credential -Endpoint $emulator.SecureEndpoint }
# What one forgets: to sign the rows of a file.
$null = Step Connect-IotMqtt Fails { Connect-IotMqtt ([pscustomobject]$device) }
# Here PowerShell itself makes the row the target of the error, so that only what is shown is looked at.
$problem = try { [pscustomobject]$device | Connect-IotMqtt 2>&1 } catch { $_ }
$problem | Out-File (Join-Path $Folder 'unsigned-row.txt')
$problem | Out-Host
$Error.Remove($problem)

# Registration: here the secrets are those of a product.
$registry = Step Start-IotEmulator Succeeds {
    Start-IotEmulator -Device @{ ProductKey = $key; DeviceName = $name } -Product @{ ProductKey = $key; ProductSecret = $secrets.Secret }
}
$way = @{ Endpoint = $registry.SecureEndpoint; TrustedCertificate = $registry.Certificate }
$null = Step Register-IotDevice Succeeds { Register-IotDevice $key $name $secure @way }
$null = Step Register-IotDevice Fails { Register-IotDevice $key $name $secrets.WrongSecret @way }
$null = Step Register-IotDevice Fails { Register-IotDevice $key $name $secrets.WrongSecret @way -Protocol Https }
$null = Step Register-IotDevice Fails { Register-IotDevice $key $name $secrets.Secret @here }
$null = Step Stop-IotEmulator Succeeds { Stop-IotEmulator $registry }

# A device that is judged, with its own secret and with a wrong one.
$program = {
    param($Emulator, $Row)
    New-IotMqttCredential @Row -Endpoint $Emulator.Endpoint | Connect-IotMqtt
    Start-Sleep -Seconds 60
}
$quick = @{ ScriptBlock = $program; Name = 'Signature', 'ClientId'; WatchSeconds = 0; Path = Join-Path $Folder 'report.txt' }
$null = Step Test-IotDevice Succeeds { Test-IotDevice $device @quick -ArgumentList $signed -PassThru }
$null = Step Test-IotDevice Succeeds { Test-IotDevice $device @quick -ArgumentList $wrong -PassThru }
$null = Step Test-IotDevice Fails { Test-IotDevice $device -Baseline (Join-Path $Folder 'none') }

# A life.
$connection = Step Connect-IotMqtt Succeeds { Connect-IotMqtt @signed @here -Name lamp -Trace }
$null = Step Get-IotMqttPacket Succeeds { Get-IotMqttPacket }
$null = Step Start-IotMqttTrace Succeeds { Start-IotMqttTrace -IncludePayload }
$null = Step Select-IotMqttConnection Succeeds { Select-IotMqttConnection lamp -PassThru }
$null = Step Select-IotEmulator Succeeds { Get-IotEmulator | Select-IotEmulator -PassThru }
$null = Step Invoke-IotRequest Succeeds { Invoke-IotRequest thing.event.property.post @{ Power = 1 } }
$null = Step Invoke-IotRequest Fails { Invoke-IotRequest nonsense $device }
# A gateway's secrets stay here, also where it is no gateway. Its data are an argument, and so in the record of the call.
$problem = Invoke-IotRequest thing.topo.add $device -TimeoutSeconds 1 2>&1
$problem | Out-File (Join-Path $Folder 'sub-device.txt')
$problem.TargetObject | Format-List * -Force | Out-File (Join-Path $Folder 'sub-device-target.txt')
$problem | Out-Host
$null = $Error.Remove($problem)
$null = Step Receive-IotRequest Succeeds { Receive-IotRequest -TimeoutSeconds 0 }
$asked = Invoke-IotEmulatorService $name Reboot -NoWait
$request = Step Receive-IotRequest Succeeds { Receive-IotRequest -Count 1 -TimeoutSeconds 10 }
$null = Step Send-IotReply Fails { $request | Send-IotReply '{' }
$null = Step Send-IotReply Succeeds { $request | Send-IotReply }
$null = $asked | Invoke-IotEmulatorService
$packets = Step Stop-IotMqttTrace Succeeds { Stop-IotMqttTrace -PassThru }
$null = Step Invoke-IotMqttTrace Succeeds { $packets | Where-Object Topic -NotLike '*topo*' | Invoke-IotMqttTrace -NoDelay }
$null = Receive-IotEmulatorMessage -TimeoutSeconds 1
# Replies that were played for, too.
$null = Receive-IotMessage -TimeoutSeconds 1
$null = Step Get-IotMqttConnection Succeeds { Get-IotMqttConnection }
$null = Step Register-IotSubscription Succeeds { Register-IotSubscription $get }
$null = Step Register-IotSubscription Fails { Register-IotSubscription '/another/one/user/get', 'a#b' }
$null = Step Send-IotMessage Succeeds { Send-IotMessage $update 'up' -PassThru }
$null = Step Send-IotMessage Fails { Send-IotMessage 'a/#' 'up' }
$null = Step Receive-IotEmulatorMessage Succeeds { Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10 }
$null = Step Send-IotEmulatorMessage Succeeds { Send-IotEmulatorMessage $get 'down' }
$null = Step Send-IotEmulatorMessage Fails { Send-IotEmulatorMessage 'a/#' 'down' }
$null = Step Receive-IotMessage Succeeds { Receive-IotMessage -Count 1 -TimeoutSeconds 10 }
$null = Step Receive-IotMessage Fails { Receive-IotMessage -Count 1 -TimeoutSeconds 0.1 }
$null = Step Get-IotEmulatorDevice Succeeds { Get-IotEmulatorDevice $name }
$null = Step Set-IotEmulatorDevice Succeeds { Set-IotEmulatorDevice $name -Tag @{ room = 'x' } }
$null = Step Invoke-IotEmulatorService Succeeds { Invoke-IotEmulatorService $name Reboot -NoWait }
$null = Step Set-IotEmulatorFault Succeeds { Set-IotEmulatorFault -StallAck -RefuseConnect 3 -RefuseCount 1 }
$null = Step Set-IotEmulatorFault Fails { Set-IotEmulatorFault -Device nobody -StallAck }
$null = Step Get-IotEmulatorFault Succeeds { Get-IotEmulatorFault }
$null = Step Send-IotMessage Fails { Send-IotMessage $update 'late' -TimeoutSeconds 1 }
$null = Step Set-IotEmulatorFault Succeeds { Set-IotEmulatorFault -Clear }
$null = Step Restart-IotEmulator Succeeds { Restart-IotEmulator -PassThru }
$null = Step Send-IotMessage Succeeds { Send-IotMessage $update 'again' }
$null = Step Get-IotMqttConnection Succeeds { Get-IotMqttConnection lamp }
$null = Step Disconnect-IotEmulatorDevice Succeeds { Disconnect-IotEmulatorDevice $name }
$null = Step Disconnect-IotEmulatorDevice Fails { Disconnect-IotEmulatorDevice nobody }
$null = Step Send-IotMessage Succeeds { Send-IotMessage $update 'once more' -PassThru }
$null = Step Unregister-IotSubscription Succeeds { Unregister-IotSubscription $get }
$null = Step Unregister-IotSubscription Fails { Unregister-IotSubscription 'a#b' }

# A second login, a stored credential over TLS, and a refusal that is final.
$stored = Join-Path $Folder 'asked-credential.xml'
New-IotMqttCredential @signed -Endpoint $emulator.SecureEndpoint | Export-Clixml $stored
$null = Step Connect-IotMqtt Succeeds {
    Import-Clixml $stored | Connect-IotMqtt -TrustedCertificate $emulator.Certificate -Name stored
}
$null = Step Disconnect-IotMqtt Succeeds { Disconnect-IotMqtt -Name lamp, stored -PassThru }
$fragile = Step Connect-IotMqtt Succeeds { Connect-IotMqtt @signed @here -Name fragile }
Set-IotEmulatorFault -RefuseConnect 4
Disconnect-IotEmulatorDevice $name
$null = Step Receive-IotMessage Fails { Receive-IotMessage -Count 1 -TimeoutSeconds 30 -Connection $fragile }
$null = Step Get-IotMqttConnection Succeeds { Get-IotMqttConnection }
$null = Step Get-IotEmulatorEvent Succeeds { Get-IotEmulatorEvent }
$null = Step Disconnect-IotMqtt Fails { Disconnect-IotMqtt nobody }
$null = Step Disconnect-IotMqtt Succeeds { Disconnect-IotMqtt -All }
$null = Step Stop-IotEmulator Succeeds { Stop-IotEmulator $emulator }
$null = Step Send-IotEmulatorMessage Fails { Send-IotEmulatorMessage $get 'x' -Emulator $emulator }

# What is left in the session.
foreach ($record in @($Error)) {
    if ($record -is [System.Management.Automation.ErrorRecord]) { Write-ErrorView 'error-variable' $record }
    else { Write-View 'error-variable' $record }
}
$Error | Out-Host
Get-Module AliyunIotWs | Format-List * | Out-File (Join-Path $Folder 'module.txt')
Stop-Transcript | Out-Host
@{ Steps = $summary.ToArray() } | ConvertTo-Json -Depth 4 | Set-Content "$SecretsFile.result" -Verbose:$false
exit 0
