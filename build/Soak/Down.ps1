# A worker of the soak: the cloud sends numbered messages until it is told to stop.
param([hashtable] $State)

$ErrorActionPreference = 'Stop'
Import-Module $State.Manifest
$number = 0
while (-not $State.Stop) {
    if ($State.DownSent - $State.DownReceived -gt 400) {
        # The emulator, like the platform, gives up a message when the device is 1,000 behind and silent. Twice this
        # can be without an acknowledgement: what the device has not got, and what it has while its answer is lost.
        Start-Sleep -Milliseconds 10
        continue
    }

    $batch = ($number + 1)..($number += 50)
    $State.DownSent += $batch.Count
    $batch | ForEach-Object { "$_" } | Send-IotEmulatorMessage $State.DownTopic -Emulator $State.Emulator `
        -ErrorVariable problems -ErrorAction SilentlyContinue
    foreach ($problem in $problems) {
        $State.DownFailed++
        $State.Problems.Enqueue("Send-IotEmulatorMessage '$($problem.TargetObject)': $problem")
    }
    Start-Sleep -Milliseconds 10
}
