BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device, $away = New-TestDevice -Count 2
    $emulator = Start-IotEmulator -Device $device, $away
    $name = $device.DeviceName
    $key = "$($device.ProductKey)/$name"
    $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
    $null = Register-IotSubscription "/sys/$key/thing/service/property/set"
    $null = Register-IotSubscription "/sys/$key/thing/config/push"
    $null = Register-IotSubscription "/sys/$key/thing/config/log/push"
    $null = Register-IotSubscription "/sys/$key/thing/property/desired/get_reply"
    $null = Register-IotSubscription "/shadow/get/$key"
    $null = Register-IotSubscription "/ota/device/upgrade/$key"

    function Receive-Json([string] $Topic) {
        $message = Receive-IotMessage -Topic $Topic -Count 1 -TimeoutSeconds 10
        $message.Qos | Should -Be 0
        $message.Payload | ConvertFrom-Json
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'Set-IotEmulatorDevice -Desired' {
    It 'counts versions, and sets the property of a device that is online' {
        Set-IotEmulatorDevice $name -Desired @{ Power = 1 } | Should -BeNullOrEmpty
        $message = Receive-Json "/sys/$key/thing/service/property/set"
        $message.method | Should -BeExactly 'thing.service.property.set'
        $message.params.Power | Should -Be 1
        $message.version | Should -BeExactly '1.0.0'
        Set-IotEmulatorDevice $name -Desired @{ Power = 0 }
        $null = Receive-Json "/sys/$key/thing/service/property/set"
        $found = Get-IotEmulatorDevice $name
        $found.Desired.Power | Should -Be 0
        $found.DesiredVersions.Power | Should -Be 2
    }

    It 'is what the device is answered' {
        Send-IotMessage "/sys/$key/thing/property/desired/get" @{ id = '5'; params = 'Power', 'Other' }
        $reply = Receive-Json "/sys/$key/thing/property/desired/get_reply"
        $reply.id | Should -BeExactly '5'
        $reply.data.Power.value | Should -Be 0
        $reply.data.Power.version | Should -Be 2
        $reply.data.PSObject.Properties.Name | Should -Be 'Power'
    }

    It 'clears with $null' {
        Set-IotEmulatorDevice $name -Desired @{ Power = $null }
        (Get-IotEmulatorDevice $name).Desired.Count | Should -Be 0
    }

    It 'waits for a device that is away' {
        Set-IotEmulatorDevice $away.DeviceName -Desired @{ Level = 3 }
        (Get-IotEmulatorDevice $away.DeviceName).Desired.Level | Should -Be 3
    }
}

Describe 'Set-IotEmulatorDevice -Tag' {
    It 'sets and removes tags' {
        Set-IotEmulatorDevice $name -Tag @{ Room = 'hall'; Floor = 2 }
        (Get-IotEmulatorDevice $name).Tags.Room | Should -BeExactly 'hall'
        Set-IotEmulatorDevice $name -Tag @{ Room = $null }
        $tags = (Get-IotEmulatorDevice $name).Tags
        $tags.Keys | Should -Be 'Floor'
        $tags.Floor | Should -BeExactly '2'
    }

    It 'refuses a key that the platform would refuse' {
        Get-ErrorId { Set-IotEmulatorDevice $name -Tag @{ '1st' = 'x' } } | Should -Be 'InvalidPayload'
    }
}

Describe 'Set-IotEmulatorDevice -Configuration' {
    It 'pushes it to a device that is online' {
        Set-IotEmulatorDevice $name -Configuration @{ interval = 30 }
        $message = Receive-Json "/sys/$key/thing/config/push"
        $message.method | Should -BeExactly 'thing.config.push'
        $message.params.configSize | Should -Be '{"interval":30}'.Length
        $message.params.signMethod | Should -BeExactly 'Sha256'
        $hash = [System.Security.Cryptography.SHA256]::HashData([System.Text.Encoding]::UTF8.GetBytes('{"interval":30}'))
        $message.params.sign | Should -Be ([System.Convert]::ToHexString($hash))
        (Get-IotEmulatorDevice $name).Configuration | Should -BeExactly '{"interval":30}'
    }

    It 'takes it away with $null' {
        Set-IotEmulatorDevice $name -Configuration $null
        (Get-IotEmulatorDevice $name).Configuration | Should -BeNullOrEmpty
    }

    It 'refuses more than 64 KB' {
        Get-ErrorId { Set-IotEmulatorDevice $name -Configuration ('x' * (64KB + 1)) } | Should -Be 'InvalidPayload'
    }

    It 'says with -SendLog whether the device sends its log' {
        Set-IotEmulatorDevice $name -SendLog
        (Receive-Json "/sys/$key/thing/config/log/push").params.content.mode | Should -Be 1
        (Get-IotEmulatorDevice $name).SendsLog | Should -BeTrue
        Set-IotEmulatorDevice $name -SendLog:$false
        (Receive-Json "/sys/$key/thing/config/log/push").params.content.mode | Should -Be 0
    }
}

Describe 'Set-IotEmulatorDevice -Shadow' {
    It 'tells the device what is wished of it' {
        Set-IotEmulatorDevice $name -Shadow @{ color = 'green' }
        $message = Receive-Json "/shadow/get/$key"
        $message.method | Should -BeExactly 'control'
        $message.payload.state.desired.color | Should -BeExactly 'green'
        (Get-IotEmulatorDevice $name).Shadow.state.desired.color | Should -BeExactly 'green'
    }
}

Describe 'Set-IotEmulatorDevice -Firmware' {
    It 'offers a package that lies elsewhere' {
        Set-IotEmulatorDevice $name -Firmware @{ Version = '2.0'; Url = 'https://example.org/p'; Size = 7; Sign = 'ab'; SignMethod = 'Md5'; Module = 'mcu' }
        $message = Receive-Json "/ota/device/upgrade/$key"
        $message.code | Should -BeExactly '1000'
        $message.data.version | Should -BeExactly '2.0'
        $message.data.module | Should -BeExactly 'mcu'
        $message.data.md5 | Should -BeExactly 'ab'
        ((Get-IotEmulatorDevice $name).Firmware | Where-Object Module -EQ mcu).OfferedVersion | Should -BeExactly '2.0'
    }

    It 'signs a package with <Method>' -ForEach @(
        @{ Method = 'SHA256'; Sign = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'; Md5 = $null }
        @{ Method = 'Md5'; Sign = '900150983cd24fb0d6963f7d28e17f72'; Md5 = '900150983cd24fb0d6963f7d28e17f72' }
    ) {
        Set-IotEmulatorDevice $name -Firmware @{ Version = '2.0'; Content = 'abc'; SignMethod = $method; Module = 'signed' }
        $data = (Receive-Json "/ota/device/upgrade/$key").data
        $data.signMethod | Should -BeExactly $method
        $data.sign | Should -BeExactly $sign
        $data.md5 | Should -BeExactly $md5
    }

    It 'refuses a package that <Case>' -ForEach @(
        @{ Case = 'has no version'; Bad = @{ Url = 'https://example.org/p' } }
        @{ Case = 'has no content and no address'; Bad = @{ Version = '2.0' } }
        @{ Case = 'has an address and no sign'; Bad = @{ Version = '2.0'; Url = 'https://example.org/p'; Size = 1 } }
        @{ Case = 'is signed in an unknown way'; Bad = @{ Version = '2.0'; Content = 'x'; SignMethod = 'CRC' } }
        @{ Case = 'has an unknown key'; Bad = @{ Version = '2.0'; Content = 'x'; Modul = 'mcu' } }
    ) {
        Get-ErrorId { Set-IotEmulatorDevice $name -Firmware $Bad } | Should -Be 'InvalidPayload'
    }
}

Describe 'Set-IotEmulatorDevice' {
    It 'changes nothing with -WhatIf' {
        Set-IotEmulatorDevice * -Tag @{ Never = 'x' } -WhatIf
        (Get-IotEmulatorDevice).Tags.Never | Should -BeNullOrEmpty
    }

    It 'changes several devices' {
        Get-IotEmulatorDevice | Set-IotEmulatorDevice -Tag @{ All = 'x' }
        (Get-IotEmulatorDevice).Tags.All | Should -Be 'x', 'x'
    }

    It 'fails with EmulatorDeviceNotFound for a name that is unknown' {
        Get-ErrorId { Set-IotEmulatorDevice nobody -Tag @{ A = 'x' } } | Should -Be 'EmulatorDeviceNotFound'
    }
}
