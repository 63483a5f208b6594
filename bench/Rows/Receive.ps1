# Receiving with Receive-IotMessage, as objects.

Add-Row -Name 'Receive QoS 0 from a sink over ws' -Peer 'MQTTnet, empty handler' `
    -Figure (New-Figure msg/s -AtLeast 0.9) `
    -Prepare {
    $count = Get-Count 1000000
    # A sink feeds whoever has subscribed last.
    $ours, $theirs = (Start-Sink), (Start-Sink)
    $null = Connect-Device $ours.Plain
    $null = Register-IotSubscription $topic -Qos 0 -BufferSize 100000
    $peer = [Bench.Peers.MqttNetPeer]::ConnectAsync($theirs.Plain, $true, $null) | Wait-Task
    $peer.SubscribeAsync($theirs.Child) | Wait-Task
} -Ours {
    Measure-Flood $ours $count
} -Theirs {
    Measure-Rate $count { $peer.ReceiveAsync($count, $theirs.Child) | Wait-Task }
}

# A publisher floods the broker over TCP; whoever is measured has subscribed for this run alone.
$fromMosquitto = {
    $count = Get-Count 300000
    $broker = Start-Mosquitto
    $null = Connect-Device $broker.Web
    $feeder = [Bench.Peers.RawDevice]::ConnectAsync($broker.Tcp, ('feeder', 'none', 'none')) | Wait-Task
}
$withTheModule = {
    $null = Register-IotSubscription $topic -Qos $qos -BufferSize 100000
    $null = $broker.Child.Read("$qos $topic")
    Measure-Rate $count {
        $script:sending = $feeder.PublishAsync($topic, $count, $qos, 1000)
        $null = Receive-IotMessage -Count $count -TimeoutSeconds 60
    }
    $sending | Wait-Task
    Unregister-IotSubscription $topic
}

foreach ($case in @{ qos = 0 }, @{ qos = 1 }) {
    Add-Row -Name "Receive QoS $($case.qos) from mosquitto over ws" -With $case -Needs mosquitto, mosquitto_sub, sh `
        -Peer "mosquitto_sub -q $($case.qos) over TCP" `
        -Figure (New-Figure msg/s -AtLeast 1) `
        -Prepare $fromMosquitto -Ours $withTheModule -Theirs {
        $child = Start-Child sh, '-c', "exec mosquitto_sub -p $($broker.Port) -t $topic -q $qos -C $count > /dev/null"
        $null = $broker.Child.Read("$qos $topic")
        Measure-Rate $count {
            $script:sending = $feeder.PublishAsync($topic, $count, $qos, 1000)
            $child.Wait()
        }
        $sending | Wait-Task
    }
}

Add-Row -Name 'Receive QoS 0 from mosquitto over ws, MQTT.js' -With @{ qos = 0 } -Needs mosquitto, node, mqttJs `
    -Peer 'MQTT.js over ws' `
    -Figure (New-Figure msg/s -AtLeast 1.2) `
    -Prepare $fromMosquitto -Ours $withTheModule -Theirs {
    $child = Start-Child node, $Program.mqttJs, $broker.Web, $topic
    $child.Write("receive $count")
    $null = $broker.Child.Read("$qos $topic")
    Measure-Rate $count {
        $script:sending = $feeder.PublishAsync($topic, $count, $qos, 1000)
        $null = $child.Read('^received')
    }
    $sending | Wait-Task
    $child.Dispose()
}
