BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $device, $away = New-TestDevice -Count 2
    $emulator = Start-IotEmulator -Device $device, $away
    $name = $device.DeviceName
    $key = "$($device.ProductKey)/$name"
    $null = Connect-IotMqtt @device -Endpoint $emulator.Endpoint
    $null = Register-IotSubscription "/sys/$key/thing/service/#"
    $null = Register-IotSubscription "/sys/$key/rrpc/request/+"

    # What the device is asked next.
    function Receive-Call {
        Receive-IotMessage -Count 1 -TimeoutSeconds 10
    }

    # The device's answer to a request.
    function Send-Answer($Request, [int] $Code = 200, [hashtable] $Data = @{}) {
        $id = ($Request.Payload | ConvertFrom-Json).id
        $topic = if ($Request.Topic -like '*/rrpc/request/*') { $Request.Topic.Replace('request', 'response') } else { "$($Request.Topic)_reply" }
        Send-IotMessage $topic ([ordered]@{ id = $id; code = $Code; data = $Data })
    }
}

AfterAll {
    Disconnect-IotMqtt -All
    Stop-IotEmulator -All
}

Describe 'Invoke-IotEmulatorService' {
    It 'sets properties and emits what the device answers' {
        $call = Invoke-IotEmulatorService $name -Property @{ Power = 1 } -NoWait
        $call.Status | Should -Be 'Pending'
        $request = Receive-Call
        $request.Topic | Should -BeExactly "/sys/$key/thing/service/property/set"
        $request.Payload | Should -BeLike '{"method":"thing.service.property.set","id":"*","params":{"Power":1},"version":"1.0.0"}'
        Send-Answer $request
        $reply = $call | Invoke-IotEmulatorService
        $reply | Should -BeOfType AliyunIotWs.IotEmulatorCall
        $reply.Status | Should -Be 'Success'
        $reply.Code | Should -Be 200
        $reply.Device | Should -BeExactly $key
    }

    It 'invokes an asynchronous service with its inputs' {
        $call = Invoke-IotEmulatorService $name Reboot @{ delay = 5 } -NoWait
        $request = Receive-Call
        $request.Topic | Should -BeExactly "/sys/$key/thing/service/Reboot"
        ($request.Payload | ConvertFrom-Json).params.delay | Should -Be 5
        Send-Answer $request -Data @{ done = 'yes' }
        ($call | Invoke-IotEmulatorService).Data.done | Should -BeExactly 'yes'
    }

    It 'invokes a synchronous service over RRPC, and waits by itself for a device that answers meanwhile' {
        $job = Start-ThreadJob {
            Import-Module $using:ModuleManifest
            Invoke-IotEmulatorService $using:name Read -Synchronous -Emulator $using:emulator
        }
        try {
            $request = Receive-Call
            $request.Topic | Should -Match "^/sys/$key/rrpc/request/\d{18,19}$"
            ($request.Payload | ConvertFrom-Json).method | Should -BeExactly 'thing.service.Read'
            Send-Answer $request -Code 100 -Data @{ value = 7 }
            $call = $job | Wait-Job -Timeout 10 | Receive-Job
            $call.Code | Should -Be 100
            $call.Data.value | Should -Be 7
        }
        finally {
            Remove-Job $job -Force
        }
    }

    It 'carries any payload in an RRPC, and emits the bytes of the answer' {
        $call = Invoke-IotEmulatorService $name -Payload ([byte[]](0, 1, 255)) -NoWait
        $request = Receive-Call
        $request.Bytes | Should -Be 0, 1, 255
        Send-IotMessage $request.Topic.Replace('request', 'response') ([byte[]](9, 8))
        $reply = $call | Invoke-IotEmulatorService
        $reply.Bytes | Should -Be 9, 8
        $reply.Code, $reply.Data | Should -Be $null, $null
    }

    It 'fails with RequestTimeout, TIMEOUT and 1905 where no answer comes' {
        $record = Get-ErrorOf { Invoke-IotEmulatorService $name -Payload 'x' -TimeoutSeconds 1 }
        $record.FullyQualifiedErrorId | Should -BeLike 'RequestTimeout,*'
        $record.CategoryInfo.Category | Should -Be 'OperationTimeout'
        "$record" | Should -Match 'TIMEOUT \(1905\)'
        $late = Receive-Call
        (Get-IotEmulatorEvent -Code RrpcTimeout).Message | Should -Match 'within 1 s'
        Send-IotMessage $late.Topic.Replace('request', 'response') 'late'
        [int](Get-IotEmulatorEvent -Code RrpcLate).Code | Should -Be 1904
    }

    It 'fails with NotConnected, OFFLINE and 9201 where the device is away' {
        $record = Get-ErrorOf { Invoke-IotEmulatorService $away.DeviceName Reboot }
        $record.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        "$record" | Should -Match 'OFFLINE \(9201\)'
    }

    It 'says where the client has not announced RRPC on its own topics' {
        $record = Get-ErrorOf { Invoke-IotEmulatorService $name -Payload 'x' -Topic '/{ProductKey}/{DeviceName}/user/get' }
        "$record" | Should -Match 'ext=1'
    }

    It 'says with -Verbose what was asked on which topic' {
        $call, $line = Invoke-IotEmulatorService $away.DeviceName Reboot -NoWait -Verbose 4>&1 | Sort-Object { $_ -is [string] }
        "$call $line" | Should -Match "on /sys/$($away.ProductKey)/$($away.DeviceName)/thing/service/Reboot"
    }

    It 'asks several devices at once' {
        $calls = Invoke-IotEmulatorService $name, $away.DeviceName Reboot -NoWait
        $calls.Device | Should -Be $key, "$($away.ProductKey)/$($away.DeviceName)"
        Send-Answer (Receive-Call)
        $reply = $calls | Invoke-IotEmulatorService -ErrorAction SilentlyContinue -ErrorVariable problem
        $reply.Device | Should -BeExactly $key
        $problem.Count | Should -Be 1
    }

    It 'is a table by default' {
        $call = Invoke-IotEmulatorService $name Reboot -NoWait
        Send-Answer (Receive-Call)
        $call | Invoke-IotEmulatorService | Out-String -Width 200 | Should -Match "(?s)Device\s+Status\s+Code\s+Payload.*$key\s+Success\s+200"
    }

    It 'ends on Ctrl+C within a second' {
        $job = Start-ThreadJob {
            Import-Module $using:ModuleManifest
            Invoke-IotEmulatorService $using:name -Payload x -Emulator $using:emulator
        }
        try {
            $null = Receive-Call
            (Measure-Command { Stop-Job $job }).TotalSeconds | Should -BeLessThan 1
            $job.State | Should -Be 'Stopped'
        }
        finally {
            Remove-Job $job -Force
        }
    }
}

Describe 'Invoke-IotEmulatorService of a device whose connection was lost' {
    It 'fails with NotConnected and HALFCONN where the connection was lost a moment ago' {
        $null = Connect-IotMqtt @away -Endpoint $emulator.Endpoint -NoReconnect -Name lost
        Set-IotEmulatorFault -Device $away.DeviceName -DropAfter 1
        Send-IotMessage "/$($away.ProductKey)/$($away.DeviceName)/user/update" 'x' -Connection lost -ErrorAction SilentlyContinue
        Wait-Until { -not (Get-IotEmulatorDevice $away.DeviceName).Online } | Should -BeTrue
        $record = Get-ErrorOf { Invoke-IotEmulatorService $away.DeviceName Reboot }
        $record.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        "$record" | Should -Match 'HALFCONN'
    }
}
