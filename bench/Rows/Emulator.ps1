# The emulator as a broker, beside brokers that check nothing. The devices send bytes made before, in this process.

foreach ($broker in @(
        @{ scheme = 'Tcp'; peerName = 'MQTTnet.Server with no checks, over TCP'; target = 0.9; needs = @(); start = { Start-BareBroker } }
        @{ scheme = 'Web'; peerName = 'mosquitto over ws'; target = 0.5; needs = 'mosquitto', 'mosquitto_sub'; start = { Start-Mosquitto } }
    )) {
    foreach ($case in @{ size = 1; count = 200000; window = 1000 }, @{ size = 1000; count = 100000; window = 10 }) {
        Add-Row -Name "Emulator: QoS 1 from $($case.size -eq 1 ? 'one device' : '1,000 devices'), $(($broker.peerName -split ' ')[0])" -Peer $broker.peerName `
            -Needs $broker.needs -With ($broker + $case) `
            -Figure (New-Figure msg/s -AtLeast $broker.target) `
            -Prepare {
            $emulator = Start-Emulator $size
            $bare = . $start
            $share = (Get-Count $count) / $size
            $ours, $theirs = $emulator, $bare | ForEach-Object {
                , ([Bench.Peers.RawDevice]::ConnectAsync($_.$scheme, $emulator.Credentials) | Wait-Task)
            }
            $send = {
                param($Devices)
                Measure-Rate ($share * $size) {
                    $number = 0
                    $sending = foreach ($device in $Devices) {
                        $number++
                        $device.PublishAsync("/pk/device-$number/user/update", $share, 1, $window)
                    }
                    [System.Threading.Tasks.Task]::WhenAll([System.Threading.Tasks.Task[]] $sending) | Wait-Task
                }
            }
        } -Ours { . $send $ours } -Theirs { . $send $theirs }
    }

    Add-Row -Name "Emulator: connects, $(($broker.peerName -split ' ')[0])" -Peer $broker.peerName -Needs $broker.needs -With $broker `
        -Figure (New-Figure connects/s -AtLeast $broker.target) `
        -Prepare {
        $emulator = Start-Emulator (Get-Count 2000)
        $bare = . $start
        $connect = {
            param($Endpoint)
            Measure-Rate $emulator.Credentials.Count {
                $script:devices = [Bench.Peers.RawDevice]::ConnectAsync($Endpoint, $emulator.Credentials) | Wait-Task
            }
            $devices.Dispose()
        }
    } -Ours { . $connect $emulator.$scheme } -Theirs { . $connect $bare.$scheme }
}
