# Property posts that the module's emulator replies to, in a process of its own.

Add-Row -Name 'Requests through one pipeline, as messages' -Peer 'Send-IotMessage at QoS 1, whose messages get no reply' `
    -Figure (New-Figure requests/s -AtLeast 0.5) `
    -Prepare {
    $emulator = Start-Emulator 1
    $null = New-IotMqttCredential -ProductKey pk -DeviceName device-1 -DeviceSecret secret -Endpoint $emulator.Web | Connect-IotMqtt
    $values = 1..(Get-Count 10000) | ForEach-Object { @{ Power = $_ } }
} -Ours {
    Measure-Rate $values.Count { $script:replies = $values | Invoke-IotRequest thing.event.property.post }
    if ($replies.Count -ne $values.Count) {
        throw "$($replies.Count) of $($values.Count) requests have a reply"
    }
} -Theirs {
    Measure-Rate $values.Count { $values | Send-IotMessage /pk/device-1/user/update }
}

foreach ($case in @(
        @{ peerName = 'MQTTnet, unfragmented, each reply awaited'; tool = $false; needs = @() }
        @{ peerName = 'mosquitto_rr over TCP, a process for each'; tool = $true; needs = 'mosquitto_rr' }
    )) {
    Add-Row -Name "Requests through one pipeline, $(($case.peerName -split ',| ')[0])" -Peer $case.peerName -With $case -Needs $case.needs `
        -Figure (New-Figure requests/s -AtLeast 5) `
        -Prepare {
        # A device for each side: a second connection of one would throw off the first.
        $emulator = Start-Emulator 2
        $null = New-IotMqttCredential -ProductKey pk -DeviceName device-1 -DeviceSecret secret -Endpoint $emulator.Web | Connect-IotMqtt
        $values = 1..(Get-Count 20000) | ForEach-Object { @{ Power = $_ } }
        $property = '/sys/pk/device-2/thing/event/property/post'
        $id, $user, $password = $emulator.Credentials[1]
        if (-not $tool) {
            $peer = [Bench.Peers.MqttNetPeer]::ConnectAsync($emulator.Web, $false, ($id, $user, $password)) | Wait-Task
        }
    } -Ours {
        Measure-Rate $values.Count { $script:replies = $values | Invoke-IotRequest thing.event.property.post }
        $replied = [System.Collections.Generic.HashSet[string]]::new([string[]] $replies.Id).Count
        if ($replied -ne $values.Count) {
            throw "$replied of $($values.Count) requests have a reply"
        }
    } -Theirs {
        $few = $tool ? 100 : $values.Count
        Measure-Rate $few {
            if ($tool) {
                foreach ($number in 1..$few) {
                    $reply = mosquitto_rr -V 311 -p $emulator.Web.Port -i $id -u $user -P $password -q 1 -t $property -e "${property}_reply" -m (
                        [Bench.Harness.Load]::Request($number))
                    if ($reply -notlike '*"code":200*') {
                        throw "the reply was $reply"
                    }
                }
            }
            else {
                $peer.AskAsync($property, $few) | Wait-Task
            }
        }
    }
}
