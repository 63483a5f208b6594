# Secrets as PowerShell keeps them. The vault is one of the test's own, whose Get-Secret emits what that of
# Microsoft.PowerShell.SecretManagement does: SecureString, PSCredential, Hashtable, String or Byte[].
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device = New-TestDevice
    $registered = "unregistered-$(New-Guid)".Substring(0, 24)
    $product = @{ ProductKey = $device.ProductKey; ProductSecret = 'product secret' }
    $emulator = Start-IotEmulator -Device $device, @{ ProductKey = $device.ProductKey; DeviceName = $registered } -Product $product
    $key, $name = $device.ProductKey, $device.DeviceName

    $vault = New-Module {
        param($device, $registered)
        function ConvertTo-Secure([string] $Text) { [System.Net.NetworkCredential]::new('', $Text).SecurePassword }
        $secret = ConvertTo-Secure $device.DeviceSecret
        $secrets = @{
            secure     = $secret
            credential = [pscredential]::new("$($device.DeviceName)&$($device.ProductKey)", $secret)
            slashed    = [pscredential]::new("$($device.ProductKey)/$($device.DeviceName)", $secret)
            table      = @{ ProductKey = $device.ProductKey; DeviceName = $device.DeviceName; DeviceSecret = $device.DeviceSecret }
            text       = $device.DeviceSecret
            bytes      = [System.Text.Encoding]::UTF8.GetBytes($device.DeviceSecret)
            product    = ConvertTo-Secure 'product secret'
            other      = [pscredential]::new("$registered&$($device.ProductKey)", (ConvertTo-Secure 'product secret'))
        }
        function Get-Secret([string] $Name) { , $secrets[$Name] }
        Export-ModuleMember -Function Get-Secret
    } -ArgumentList $device, $registered -Name TestVault | Import-Module -PassThru
}

AfterAll {
    Remove-Module $vault
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'A secret from a vault' {
    AfterEach { Disconnect-IotMqtt -All }

    It 'is taken by -DeviceSecret as <_>' -ForEach 'secure', 'credential', 'text', 'bytes' {
        New-IotMqttCredential $key $name (Get-Secret $_) -Endpoint $emulator.Endpoint | Connect-IotMqtt |
            ForEach-Object State | Should -Be 'Connected'
        Disconnect-IotMqtt
        Connect-IotMqtt -ProductKey $key -DeviceName $name -DeviceSecret (Get-Secret $_) -Endpoint $emulator.Endpoint |
            ForEach-Object State | Should -Be 'Connected'
    }

    It 'is taken from the pipeline as <_>, with the device in it' -ForEach 'credential', 'slashed', 'table' {
        $connection = Get-Secret $_ | New-IotMqttCredential -Endpoint $emulator.Endpoint | Connect-IotMqtt
        $connection.State, $connection.DeviceName | Should -Be 'Connected', $name
    }

    It 'is taken from the pipeline for the device that is named' {
        Get-Secret secure | New-IotMqttCredential $key $name -Endpoint $emulator.Endpoint | Connect-IotMqtt |
            ForEach-Object State | Should -Be 'Connected'
    }

    It 'registers a device: <_>' -ForEach 'named', 'in the credential' {
        $way = @{ Endpoint = $emulator.SecureEndpoint; SkipCertificateCheck = $true }
        $made = $_ -eq 'named' ? (Register-IotDevice $key $registered (Get-Secret product) @way) : (Get-Secret other | Register-IotDevice @way)
        $made.DeviceName | Should -BeExactly $registered
        $made.DeviceSecret | Should -BeOfType securestring
    }

    It 'is taken by the emulator as <_>' -ForEach 'credential', 'table' {
        $box = Start-IotEmulator -Device (Get-Secret $_)
        try {
            $box.Devices | Should -Be "$key/$name"
            (Connect-IotMqtt @device -Endpoint $box.Endpoint).State | Should -Be 'Connected'
        }
        finally {
            Stop-IotEmulator $box
        }
    }

    It 'is the password of a stored credential' {
        $credential = New-IotMqttCredential @device -Endpoint $emulator.Endpoint
        $password = [pscredential]::new('anybody', $credential.MqttPassword)
        $fields = @{ MqttClientId = $credential.MqttClientId; MqttUsername = $credential.MqttUsername; Endpoint = "$($credential.Endpoint)" }
        (Connect-IotMqtt @fields -MqttPassword $password).State | Should -Be 'Connected'
    }

    It 'is not taken by Connect-IotMqtt unsigned, as <_>, which says what comes first' -ForEach 'credential', 'table', 'secure' {
        foreach ($record in (Get-ErrorOf { Get-Secret $_ | Connect-IotMqtt }), (Get-ErrorOf { Connect-IotMqtt (Get-Secret $_) })) {
            "$record" | Should -Match 'New-IotMqttCredential -Endpoint … \| Connect-IotMqtt'
            "$record" | Should -Not -Match $device.DeviceSecret
        }
    }

    It 'is taken by position' {
        (Connect-IotMqtt $key $name (Get-Secret secure) -Endpoint $emulator.Endpoint).State | Should -Be 'Connected'
    }

    It 'says where a table goes, and does not repeat it' {
        $record = Get-ErrorOf { New-IotMqttCredential $key $name (Get-Secret table) }
        "$record" | Should -Match 'is piped'
        "$record" | Should -Not -Match $device.DeviceSecret
    }
}

Describe 'A secret that is left away' {
    # Of a mandatory SecureString a host shows nothing of what is typed.
    It 'is asked for without showing it: <Command> -<Parameter>' -ForEach @(
        @{ Command = 'New-IotMqttCredential'; Parameter = 'DeviceSecret' }
        @{ Command = 'Connect-IotMqtt'; Parameter = 'DeviceSecret' }
        @{ Command = 'Connect-IotMqtt'; Parameter = 'MqttPassword' }
        @{ Command = 'Test-IotMqttConnection'; Parameter = 'DeviceSecret' }
        @{ Command = 'Register-IotDevice'; Parameter = 'ProductSecret' }
    ) {
        $found = (Get-Command $Command).Parameters[$Parameter]
        $found.ParameterType | Should -Be ([securestring])
        $found.ParameterSets.Values.IsMandatory | Should -Contain $true
    }
}
