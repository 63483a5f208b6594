# Sending through one pipeline.

foreach ($case in @(
        @{ qos = 0; scheme = 'Plain'; count = 500000; target = 8 }
        @{ qos = 1; scheme = 'Plain'; count = 200000; target = 2.5 }
        @{ qos = 0; scheme = 'Secure'; count = 300000; target = 3 }
        @{ qos = 1; scheme = 'Secure'; count = 200000; target = 2 }
    )) {
    Add-Row -Name "Send QoS $($case.qos) to a sink over $($case.scheme -eq 'Plain' ? 'ws' : 'wss')" -With $case `
        -Peer ($case.qos ? 'MQTTnet, unfragmented, window 1024' : 'MQTTnet, awaited loop') `
        -Figure (New-Figure msg/s -AtLeast $case.target) `
        -Prepare {
        $payloads = [Bench.Harness.Load]::Payloads((Get-Count $count))
        $sink = Start-Sink
        $null = Connect-Device $sink.$scheme
        $peer = [Bench.Peers.MqttNetPeer]::ConnectAsync($sink.$scheme, $qos -eq 0, $null) | Wait-Task
    } -Ours {
        Measure-Sink $sink $payloads.Count { $payloads | Send-IotMessage $topic -Qos $qos }
    } -Theirs {
        Measure-Sink $sink $payloads.Count {
            ($qos ? $peer.SendAsync($payloads, 1, 1024) : $peer.SendAsync($payloads, 0)) | Wait-Task
        }
    }
}

# Ours to mosquitto; it has read all when it acknowledges a last message at QoS 1.
$toMosquitto = {
    Measure-Rate $lines.Count {
        $lines | Send-IotMessage $topic -Qos $qos
        Send-IotMessage $topic end
    }
    Assert-Read $broker ($lines.Count + 1)
}

foreach ($case in @{ qos = 0; target = 1.5 }, @{ qos = 1; target = 1 }) {
    Add-Row -Name "Send QoS $($case.qos) to mosquitto over ws, mosquitto_pub" -With $case -Needs mosquitto, mosquitto_pub, sh `
        -Peer "mosquitto_pub -l -q $($case.qos) over TCP" `
        -Figure (New-Figure msg/s -AtLeast $case.target) `
        -Prepare {
        $lines = [Bench.Harness.Load]::Lines((Get-Count 300000))
        $broker = Start-Mosquitto
        $null = Connect-Device $broker.Web
        # At QoS 1 it leaves too early where it has more lines than there are packet ids.
        $files = [System.Linq.Enumerable]::Chunk($lines, $qos ? 65000 : $lines.Count) | ForEach-Object {
            $file = New-TemporaryFile
            Set-Content $file $_
            $file
        }
    } -Ours $toMosquitto -Theirs {
        # From the moment that it is let in to the moment that the broker has read all.
        $ticks = 0
        foreach ($file in $files) {
            $id = [guid]::NewGuid().ToString('N')
            $child = Start-Child sh, '-c', "exec mosquitto_pub -p $($broker.Port) -i $id -t $topic -q $qos -l < $file"
            $came = $broker.Child.Read(" as $id ").At
            $ticks += $broker.Child.Read("^Client $id ").At - $came
            $child.Dispose()
        }

        Assert-Read $broker $lines.Count
        $lines.Count * [System.Diagnostics.Stopwatch]::Frequency / $ticks
    }
}

foreach ($case in @{ qos = 0 }, @{ qos = 1 }) {
    Add-Row -Name "Send QoS $($case.qos) to mosquitto over ws, MQTT.js" -With $case -Needs mosquitto, node, mqttJs `
        -Peer 'MQTT.js over ws, 1,000 at a time' `
        -Figure (New-Figure msg/s -AtLeast 5) `
        -Prepare {
        $lines = [Bench.Harness.Load]::Lines((Get-Count 200000))
        $broker = Start-Mosquitto
        $null = Connect-Device $broker.Web
        $peer = Start-Child node, $Program.mqttJs, $broker.Web, $topic
        $null = $peer.Read('^ready')
    } -Ours $toMosquitto -Theirs {
        $few = $lines.Count / 5
        $peer.Write("send $few $qos")
        $null = $peer.Read('^sending')
        Measure-Rate $few { $null = $peer.Read('^sent') }
        Assert-Read $broker ($few + 1)
    }
}

Add-Row -Name '1,000 devices send QoS 1 through one pipeline' -Peer '1,000 MQTTnet clients, each awaiting its own' `
    -Figure (New-Figure msg/s -AtLeast 3) `
    -Prepare {
    $sink = Start-Sink
    $connections = 1..1000 | ForEach-Object {
        [pscustomobject]@{ MqttClientId = "d$_"; MqttUsername = "d$_&pk"; MqttPassword = 'none'; Endpoint = $sink.Plain }
    } | Connect-IotMqtt -CleanSession -NoProxy -NoReconnect
    $payload = [Bench.Harness.Load]::Payload(100)
    $rows = foreach ($number in 1..(Get-Count 100)) {
        foreach ($connection in $connections) {
            [pscustomobject]@{ Topic = $topic; Payload = $payload; Connection = $connection.Name }
        }
    }
    $peers = [Bench.Peers.MqttNetFleet]::new()
    $peers.ConnectAsync($sink.Plain, 1000) | Wait-Task
} -Ours {
    Measure-Sink $sink $rows.Count { $rows | Send-IotMessage }
} -Theirs {
    Measure-Sink $sink $rows.Count { $peers.SendAsync($payload, $rows.Count) | Wait-Task }
}
