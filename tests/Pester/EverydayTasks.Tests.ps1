# What the clients of other projects are used for every day, each as one short command, with mosquitto's clients at the
# other end.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Mosquitto.ps1')
    Disconnect-IotMqtt -All
}

Describe 'A task of every day on mosquitto' -Tag 'Mosquitto' {
    BeforeAll {
        $broker = Start-TestBroker
        $connection = Connect-IotMqtt -Anonymous -Endpoint $broker.Endpoint

        # What the command has sent, as mosquitto_sub shows it.
        function Watch-Broker([string] $Topic, [int] $Count, [scriptblock] $Command) {
            $reader = Start-BrokerReader $broker -Topic $Topic -Count $Count
            & $Command
            Complete-BrokerReader $reader | ForEach-Object { "$($_.Topic) $([System.Text.Encoding]::UTF8.GetString($_.Bytes))" }
        }
    }

    AfterEach {
        $connection.Subscriptions | Unregister-IotSubscription
        $null = Receive-IotMessage -TimeoutSeconds 0
    }

    AfterAll {
        Disconnect-IotMqtt -All
        Stop-TestBroker $broker
    }

    It 'is to publish one message' {
        Watch-Broker house/lamp 1 { Send-IotMessage house/lamp on } | Should -Be 'house/lamp on'
    }

    It 'is to publish a file' {
        $bytes = [System.Security.Cryptography.RandomNumberGenerator]::GetBytes(300)
        Set-Content "$TestDrive/picture.bin" $bytes -AsByteStream
        $reader = Start-BrokerReader $broker -Topic house/picture
        Send-IotMessage house/picture -InFile "$TestDrive/picture.bin"
        (Complete-BrokerReader $reader).Bytes | Should -Be $bytes
    }

    It 'is to publish the lines of a file, and the rows of a table as JSON' {
        Set-Content "$TestDrive/lines.txt" 'a', 'b'
        Set-Content "$TestDrive/rows.csv" 'id,level', '1,20'
        Watch-Broker house/lamp 3 {
            Get-Content "$TestDrive/lines.txt" | Send-IotMessage house/lamp
            Import-Csv "$TestDrive/rows.csv" | Select-Object id, @{ n = 'level'; e = { [int]$_.level } } | Send-IotMessage house/lamp
        } | Should -Be 'house/lamp a', 'house/lamp b', 'house/lamp {"id":"1","level":20}'
    }

    It 'is to publish many messages, each on a topic of its own' {
        Watch-Broker 'house/#' 2 {
            @{ Topic = 'house/lamp'; Payload = 'on' }, @{ Topic = 'house/door'; Payload = @{ open = $false } } | Send-IotMessage
        } | Should -Be 'house/lamp on', 'house/door {"open":false}'
    }

    It 'is to read some messages of a wildcard with their topics, and end' {
        $null = Register-IotSubscription 'house/+'
        foreach ($room in 'hall', 'attic') { Send-BrokerMessage $broker -Topic "house/$room" -Lines "hello $room" }
        $shown = Receive-IotMessage -Count 2 -TimeoutSeconds 30 | Out-String
        $shown | Should -Match 'house/hall +hello hall'
        $shown | Should -Match 'house/attic +hello attic'
    }

    It 'is to read messages as lines of JSON, with time and zone' {
        $null = Register-IotSubscription house/lamp
        Send-BrokerMessage $broker -Topic house/lamp -Lines '{"level":7}', 'on'
        $lines = @(Receive-IotMessage -Count 2 -TimeoutSeconds 30 -AsJson)
        $lines | Should -Match '^\{"ReceivedAt":"[-\d]+T[:\d]+\.\d{3}[+-]\d\d:\d\d",.+\}$'
        ($lines | ConvertFrom-Json).Payload[0].level, ($lines | ConvertFrom-Json).Payload[1] | Should -Be 7, 'on'
    }

    It 'is to write a payload that is no text into a file' {
        $bytes = [System.Security.Cryptography.RandomNumberGenerator]::GetBytes(300)
        $null = Register-IotSubscription house/picture
        Send-BrokerMessage $broker -Topic house/picture -Bytes $bytes
        (Receive-IotMessage -Count 1 -TimeoutSeconds 30).Bytes | Set-Content "$TestDrive/got.bin" -AsByteStream
        Get-Content "$TestDrive/got.bin" -AsByteStream | Should -Be $bytes
    }

    It 'is to wait for a message, with an exit code that tells <What>' -ForEach @(
        @{ What = 'a time-out from the rest'; Endpoint = { $broker.Endpoint }; ExitCode = 27; Says = '0 of 1 messages' }
        @{ What = 'that no broker is there'; Endpoint = { 'ws://127.0.0.1:1/' }; ExitCode = 1; Says = 'can not be reached' }
    ) {
        $child = Invoke-ChildPowerShell -Arguments (& $Endpoint) -Script {
            param($module, $endpoint)
            Import-Module $module
            $ErrorActionPreference = 'Stop'
            $null = Connect-IotMqtt -Anonymous -Endpoint $endpoint
            try { Receive-IotMessage nobody/sends -Count 1 -TimeoutSeconds 0.5 } catch { Write-Output "$_"; exit ($_.FullyQualifiedErrorId -like '*Timeout,*' ? 27 : 1) }
        }
        $child.ExitCode | Should -Be $ExitCode
        "$($child.Output) $($child.Error)" -replace '\s+', ' ' | Should -Match $Says
    }

    It 'is to ask and to get the reply' {
        $reader = Start-BrokerReader $broker -Topic lamp/ask
        $asking = Start-ThreadJob -ArgumentList $ModuleManifest, $connection {
            param($module, $connection)
            Import-Module $module
            Invoke-IotRequest 'mode?' -Topic lamp/ask -ReplyTopic lamp/reply -TimeoutSeconds 30 -Connection $connection
        }
        $asked = Complete-BrokerReader $reader
        Send-BrokerMessage $broker -Topic lamp/reply -Lines "to $([System.Text.Encoding]::UTF8.GetString($asked.Bytes)): night"
        ($asking | Receive-Job -Wait -AutoRemoveJob).Payload | Should -Be 'to mode?: night'
    }

    It 'is to send to many devices at once' {
        $fleet = 1..20 | ForEach-Object { Connect-IotMqtt -Anonymous -Endpoint $broker.Endpoint -Name "meter-$_" }
        try {
            $receipts = 1..5 | Send-IotMessage house/meters -Connection meter-* -PassThru
            ($receipts | Group-Object ConnectionName | Where-Object Count -EQ 5).Count | Should -Be 20
        }
        finally { $fleet | Disconnect-IotMqtt }
    }
}
