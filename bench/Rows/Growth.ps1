# How cost grows.

Add-Growth 'Payload in bytes, QoS 1 to a sink over ws' msg/s (16, 256, 4096, 65536, 262144) -Why @'
WHY1
'@ -Prepare {
    $payload = [Bench.Harness.Load]::Payload($At)
    $count = [int] [Math]::Min(200000, 1e9 / $At)
    $sink = Start-Sink
    $null = Connect-Device $sink.Plain
} -Measure {
    Measure-Sink $sink $count { & { for ($i = 0; $i -lt $count; $i++) { , $payload } } | Send-IotMessage $topic }
}

Add-Growth 'Messages in one pipeline, QoS 1 to a sink over ws' msg/s (1e3, 1e4, 1e5, 1e6, 1e7) -Why @'
WHY2
'@ -Prepare {
    $payload = [Bench.Harness.Load]::Payload(100)
    $sink = Start-Sink
    $null = Connect-Device $sink.Plain
} -Measure {
    $count = [int] $At
    Measure-Sink $sink $count { & { for ($i = 0; $i -lt $count; $i++) { , $payload } } | Send-IotMessage $topic }
}

Add-Growth 'Connections in one process, to a sink over ws' connects/s (1, 10, 100, 1000, 10000, [Math]::Min(20000, $limit - 500)) -Why @'
WHY3
'@ -Prepare {
    $sink = Start-Sink
    $devices = 1..$At | ForEach-Object {
        [pscustomobject]@{ MqttClientId = "d$_"; MqttUsername = "d$_&pk"; MqttPassword = 'none'; Endpoint = $sink.Plain }
    }
} -Measure {
    Measure-Rate $At {
        $null = $devices | Connect-IotMqtt -CleanSession -NoProxy -NoReconnect -KeepAliveSeconds 300 -TimeoutSeconds 60
    }
    Disconnect-IotMqtt -All
}

Add-Growth 'Subscriptions of one connection, QoS 0 from mosquitto over ws' msg/s (1, 3, 10, 30, 100) -Why @'
WHY4
'@ -Prepare {
    # No more than this is on its way at a time, and the buffer holds it: nothing is dropped.
    $slice = 50000
    $broker = Start-Mosquitto
    $null = Connect-Device $broker.Web
    $null = 2..$At | Where-Object { $_ -le $At } | ForEach-Object { "other/$_/+" } | Register-IotSubscription -Qos 0
    $null = Register-IotSubscription $topic -Qos 0 -BufferSize (2 * $slice)
    $feeder = [Bench.Peers.RawDevice]::ConnectAsync($broker.Tcp, ('feeder', 'none', 'none')) | Wait-Task
} -Measure {
    Measure-Rate (4 * $slice) {
        foreach ($part in 1..4) {
            $sending = $feeder.PublishAsync($topic, $slice, 0, 1000)
            $null = Receive-IotMessage -Count $slice -TimeoutSeconds 60
            $sending | Wait-Task
        }
    }
}
