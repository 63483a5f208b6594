# What commands tell beside their output: stages with -Verbose, packets with -Debug, progress where it takes long.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device = New-TestDevice
    $emulator = Start-IotEmulator -Device $device
    $connection = Connect-IotMqtt @device -Endpoint $emulator.Endpoint -Name lamp
    $update = '/{ProductKey}/{DeviceName}/user/update'
    $get = "/$($device.ProductKey)/$($device.DeviceName)/user/get"
    $null = Register-IotSubscription $get

    # The lines that a block writes to a stream.
    function Get-Told([scriptblock] $Block, [type] $Record) {
        & $Block *>&1 | Where-Object { $_ -is $Record } | ForEach-Object { "$_" }
    }

    # The progress records of a block, which go to the host and to nothing that could be redirected.
    function Get-Progress([scriptblock] $Block, [object[]] $Arguments) {
        $shell = New-Shell
        try {
            $null = Invoke-InShell $shell $Block $Arguments
            $shell.Streams.Progress.ReadAll() | Where-Object Activity -NotMatch 'modules for first use'
        }
        finally {
            $shell.Dispose()
        }
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe '-Verbose' {
    It 'tells of a send over what, how, and what became of it' {
        $told = Get-Told { 1..3 | Send-IotMessage $update -Verbose } ([System.Management.Automation.VerboseRecord])
        $told[0] | Should -BeExactly "Sending over 'lamp' with QoS 1, each message within 60 s."
        $told[-1] | Should -BeExactly '3 messages were sent, 0 were not.'
    }

    It 'counts what was not sent' {
        $told = Get-Told {
            'x', { 'a script' } | ForEach-Object { , $_ } | Send-IotMessage $update -Verbose -ErrorAction SilentlyContinue
        } ([System.Management.Automation.VerboseRecord])
        $told[-1] | Should -BeExactly '1 messages were sent, 1 were not.'
    }

    It 'tells of a receive from where, until when, and how many came' {
        Send-IotEmulatorMessage $get 'x'
        $told = Get-Told { Receive-IotMessage -Count 1 -TimeoutSeconds 30 -Verbose } ([System.Management.Automation.VerboseRecord])
        $told | Should -Be "Reading from 'lamp' until 1 have come or 30 s are over.", '1 messages were read.'
    }
}

Describe '-Debug' {
    It 'shows the packets of <What>, and asks nothing' -ForEach @(
        @{ What = 'a send'; Do = { Send-IotMessage $update 'hush' -Debug }; Packets = 'Sent, PUBLISH, id \d+, QoS 1, .*user/update', 'Received, PUBACK' }
        @{ What = 'a request'; Do = { Invoke-IotRequest ntp.request -Debug }; Packets = 'Sent, PUBLISH.*ntp', 'Received, PUBLISH.*ntp.*response' }
        @{ What = 'a subscription'; Do = { Register-IotSubscription "$get/more" -Debug }; Packets = 'Sent, SUBSCRIBE.*user/get/more', 'Received, SUBACK' }
        @{ What = 'a connect'; Do = { Connect-IotMqtt @device -Endpoint $emulator.Endpoint -Name other -NoReconnect -Debug -WarningAction Ignore }; Packets = 'Sent, CONNECT', 'Received, CONNACK' }
    ) {
        $other = & { if ($What -eq 'a connect') { New-TestDevice } }
        if ($other) {
            Add-IotEmulatorDevice $other
            $device = $other
        }
        $told = Get-Told $Do ([System.Management.Automation.DebugRecord])
        foreach ($packet in $Packets) { $told -match $packet | Should -Not -BeNullOrEmpty -Because "$told" }
        "$told" | Should -Not -Match ([regex]::Escape($device.DeviceSecret))
        "$told" | Should -Not -Match 'hush'
        Disconnect-IotMqtt -Name othe*
    }

    It 'leaves a trace that is under way as it is, and none where there was none' {
        Get-ErrorId { Get-IotMqttPacket } | Should -Be 'TraceNotFound'
        Start-IotMqttTrace
        $null = Get-Told { Send-IotMessage $update 'x' -Debug } ([System.Management.Automation.DebugRecord])
        @(Get-IotMqttPacket | Where-Object Type -EQ PUBLISH).Count | Should -Be 1
        Stop-IotMqttTrace
    }

    It 'shows nothing without it' {
        Get-Told { Send-IotMessage $update 'x' } ([System.Management.Automation.DebugRecord]) | Should -BeNullOrEmpty
    }
}

Describe 'Progress' {
    It 'is shown of <What>, which takes more than two seconds' -ForEach @(
        @{ What = 'waiting for messages'; Activity = 'Receiving messages'; Do = {
                Import-Module $args[0]; Receive-IotMessage -Connection $args[1] -TimeoutSeconds 3.5 } }
        @{ What = 'waiting for what devices publish'; Activity = 'Receiving what devices publish'; Do = {
                Import-Module $args[0]; Receive-IotEmulatorMessage no/topic -Emulator $args[2] -TimeoutSeconds 3.5 } }
        @{ What = 'waiting for an event'; Activity = 'Get-IotEmulatorEvent'; Do = {
                Import-Module $args[0]
                Get-IotEmulatorEvent -Code InternalError -Emulator $args[2] -Wait -TimeoutSeconds 3.5 -ErrorAction Ignore } }
        @{ What = 'sending many'; Activity = 'Sending messages'; Do = {
                Import-Module $args[0]
                $slow = Connect-IotMqtt $args[3] -MaxSendRate 10
                1..40 | Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' -Connection $slow } }
    ) {
        $other = New-TestDevice
        Add-IotEmulatorDevice $other
        $credential = New-IotMqttCredential @other -Endpoint $emulator.Endpoint
        $records = Get-Progress $Do $connection, $emulator, $credential
        $mine = @($records | Where-Object Activity -EQ $Activity)
        $mine.Count | Should -BeGreaterThan 1
        $mine[-1].RecordType | Should -Be 'Completed'
        $mine[0].StatusDescription | Should -Not -BeNullOrEmpty
    }

    It 'is not shown of what is done at once' {
        Get-Progress {
            Import-Module $args[0]
            Send-IotMessage '/{ProductKey}/{DeviceName}/user/update' 'x' -Connection $args[1]
            Receive-IotMessage -Connection $args[1] -TimeoutSeconds 0
        } $connection | Should -BeNullOrEmpty
    }
}
