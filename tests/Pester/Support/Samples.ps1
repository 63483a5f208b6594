# One object of each type that a cmdlet emits, in $samples. Dot-source after Common.ps1.
$device = New-TestDevice
$emulator = Start-IotEmulator -Lenient -Device $device
$credential = New-IotMqttCredential @device -Endpoint $emulator.Endpoint
$connection = Connect-IotMqtt $credential -Name lamp
$topic = "/$($device.ProductKey)/$($device.DeviceName)/user/get"
$subscription = Register-IotSubscription $topic
$receipt = Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' 'twenty-one' -PassThru
$published = Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 10
Send-IotEmulatorMessage $topic 'twenty-two'
$message = Receive-IotMessage -Count 1 -TimeoutSeconds 10
Set-IotEmulatorFault -RefuseConnect 3 -RefuseCount 2
Set-IotEmulatorDevice $device.DeviceName -Firmware @{ Version = '2.0'; Content = 'package' } -Desired @{ Power = 1 }

$call = Invoke-IotEmulatorService $device.DeviceName Reboot -NoWait

# Another device, so that what is shown of the first one stays as it is.
$product = @{ ProductKey = 'a1FormatKey'; ProductSecret = 'x' }
$registry = Start-IotEmulator -Device @{ ProductKey = 'a1FormatKey'; DeviceName = 'meter' } -Product $product
$way = @{ Endpoint = $registry.SecureEndpoint; SkipCertificateCheck = $true }
$registered = Register-IotDevice a1FormatKey meter x @way
$meter = $registered | New-IotMqttCredential | Connect-IotMqtt -SkipCertificateCheck
$null = Receive-IotRequest -TimeoutSeconds 0 -Connection $meter
$null = Invoke-IotEmulatorService meter Reboot -NoWait -Emulator $registry
$request = Receive-IotRequest -Count 1 -TimeoutSeconds 10 -Connection $meter
Start-IotMqttTrace -Connection $meter
$reply = Invoke-IotRequest thing.event.property.post @{ Power = 1 } -Connection $meter
$packet = Stop-IotMqttTrace -PassThru -Connection $meter | Where-Object Type -EQ PUBACK
$meter | Disconnect-IotMqtt
$stage = $registered | New-IotMqttCredential | Test-IotMqttConnection -SkipCertificateCheck | Select-Object -First 1
Stop-IotEmulator $registry

# One of each type that a cmdlet emits.
$samples = @{
    IotDevice           = $registered
    IotReply            = $reply
    IotRequest          = $request
    IotMqttPacket       = $packet
    IotConnectionTest   = $stage
    IotMqttCredential   = $credential
    IotMqttConnection   = $connection
    IotSubscription     = $subscription
    IotPublishReceipt   = $receipt
    IotMessage          = $message
    IotEmulator         = $emulator
    IotEmulatorMessage  = $published
    IotEmulatorEvent    = Get-IotEmulatorEvent -Code Connected
    IotEmulatorFault    = Get-IotEmulatorFault
    IotEmulatorDevice   = Get-IotEmulatorDevice
    IotEmulatorFirmware = (Get-IotEmulatorDevice).Firmware[0]
    IotEmulatorCall     = $call
}
