# How cost grows.

Add-Growth 'Payload in bytes, QoS 1 to a sink over ws' msg/s (16, 256, 4096, 65536, 262144) -Why @'
A small message costs between one and one and a half microseconds, whatever is in it: PowerShell's pipeline, the packet, its PUBACK. From some
thousand bytes on its bytes cost: about two gigabytes a second go through masking, socket and sink, which share two cores, so that
four times the payload is a quarter of the messages. Memory stays, as what is on its way is bounded in bytes too.
'@ -Prepare {
    $payload = [Bench.Harness.Load]::Payload($At)
    $count = [int] [Math]::Min(200000, 1e9 / $At)
    $sink = Start-Sink
    $null = Connect-Device $sink.Plain
} -Measure {
    Measure-Sink $sink $count { & { for ($i = 0; $i -lt $count; $i++) { , $payload } } | Send-IotMessage $topic }
}

Add-Growth 'Messages in one pipeline, QoS 1 to a sink over ws' msg/s (1e3, 1e4, 1e5, 1e6, 1e7) -Why @'
A pipeline of ten million messages costs for each about what a short one costs, and no more memory: a message is let go with its
PUBACK. What goes up and down between is the machine's: a pipeline of a thousand is over in less than two milliseconds.
'@ -Prepare {
    $payload = [Bench.Harness.Load]::Payload(100)
    $sink = Start-Sink
    $null = Connect-Device $sink.Plain
} -Measure {
    $count = [int] $At
    Measure-Sink $sink $count { & { for ($i = 0; $i -lt $count; $i++) { , $payload } } | Send-IotMessage $topic }
}

Add-Growth 'Connections in one process, to two sinks over ws' connects/s (1, 10, 100, 1000, 10000, [Math]::Min(20000, $limit - 500)) -Why @'
One connect takes its round trips, TCP, upgrade and CONNECT, one after the other; from a hundred on, 64 at a time, they fill both
cores, and the rate stays to the end. Memory is the process and 20 to 30 KiB for each connection, with what is let go meanwhile.
'@ -Prepare {
    # Two, for the system searches long for a local port once half of those towards one endpoint are taken.
    $endpoints = 1..2 | ForEach-Object { (Start-Sink).Plain }
    $devices = 1..$At | ForEach-Object {
        [pscustomobject]@{ MqttClientId = "d$_"; MqttUsername = "d$_&pk"; MqttPassword = 'none'; Endpoint = $endpoints[$_ % 2] }
    }
} -Measure {
    Measure-Rate $At {
        $null = $devices | Connect-IotMqtt -CleanSession -NoProxy -NoReconnect -KeepAliveSeconds 300 -TimeoutSeconds 60
    }
    Disconnect-IotMqtt -All
}

Add-Growth 'Subscriptions of one connection, each in turn sent QoS 0 by a sink over ws' msg/s (1, 3, 10, 30, 100) -Why @'
Every subscription has a topic of its own, and the messages come in turns, so that none is like the one before: each topic has to
be read, and the subscription that is next has to be found, which costs a seventh of a microsecond among a hundred.
'@ -Prepare {
    $count = 500000
    $sink = Start-Sink
    $null = Connect-Device $sink.Plain
    $null = 0..($At - 1) | ForEach-Object { "$topic/{0:D3}" -f $_ } | Register-IotSubscription -Qos 0 -BufferSize 100000
} -Measure {
    Measure-Flood $sink $count $At
}
