# How cost grows.

Add-Growth 'Payload in bytes, QoS 1 to a sink over ws' msg/s (16, 256, 4096, 65536, 262144) {
    $payload = [Bench.Harness.Load]::Payload($At)
    $sink = Start-Sink
    $null = Connect-Device $sink.Plain
    $count = [int] [Math]::Min(200000, 1e9 / $At)
    # The first time is to warm up.
    foreach ($time in 1, 2) {
        $rate = Measure-Sink $sink $count { & { for ($i = 0; $i -lt $count; $i++) { , $payload } } | Send-IotMessage $topic }
    }
    $rate
}

Add-Growth 'Messages in one pipeline, QoS 1 to a sink over ws' msg/s (1e3, 1e4, 1e5, 1e6, 1e7) {
    $payload = [Bench.Harness.Load]::Payload(100)
    $sink = Start-Sink
    $null = Connect-Device $sink.Plain
    $null = Measure-Sink $sink 10000 { & { for ($i = 0; $i -lt 10000; $i++) { , $payload } } | Send-IotMessage $topic }
    $count = [int] $At
    Measure-Sink $sink $count { & { for ($i = 0; $i -lt $count; $i++) { , $payload } } | Send-IotMessage $topic }
}

Add-Growth 'Connections in one process, to a sink over ws' connects/s (1, 10, 100, 1000, 10000, [Math]::Min(20000, $limit - 500)) {
    $sink = Start-Sink
    $connect = {
        param([int] $First, [int] $Count)
        $First..($First + $Count - 1) | ForEach-Object {
            [pscustomobject]@{ MqttClientId = "d$_"; MqttUsername = "d$_&pk"; MqttPassword = 'none'; Endpoint = $sink.Plain }
        } | Connect-IotMqtt -CleanSession -NoProxy -NoReconnect -KeepAliveSeconds 300 -TimeoutSeconds 60
    }
    $null = . $connect 1 50
    Disconnect-IotMqtt -All
    Measure-Rate $At { $connections = . $connect 100 $At }
}

Add-Growth 'Subscriptions of one connection, QoS 0 from mosquitto over ws' msg/s (1, 3, 10, 30, 100) {
    $broker = Start-Mosquitto
    $null = Connect-Device $broker.Web
    $null = 2..$At | Where-Object { $_ -le $At } | ForEach-Object { "other/$_/+" } | Register-IotSubscription -Qos 0
    $null = Register-IotSubscription $topic -Qos 0 -BufferSize 100000
    $feeder = [Bench.Peers.RawDevice]::ConnectAsync($broker.Tcp, ('feeder', 'none', 'none')) | Wait-Task
    foreach ($time in 1, 2) {
        $sending = $feeder.PublishAsync($topic, 200000, 0, 1000)
        $rate = Measure-Rate 200000 { $null = Receive-IotMessage -Count 200000 -TimeoutSeconds 60 }
        $sending | Wait-Task
    }
    $rate
}
