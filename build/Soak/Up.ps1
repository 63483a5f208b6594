# A worker of the soak: the device sends numbered messages until it is told to stop.
param([hashtable] $State)

$ErrorActionPreference = 'Stop'
Import-Module $State.Manifest
$number = 0
while (-not $State.Stop) {
    if ($State.UpSent - $State.UpReceived -gt 20000) {
        # Far below the 100,000 messages that the emulator keeps for a reader.
        Start-Sleep -Milliseconds 20
        continue
    }

    $batch = ($number + 1)..($number += 250)
    $State.UpSent += $batch.Count
    # The time of a message is longer than all that may go wrong at once.
    $receipts = @($batch | ForEach-Object { "$_" } | Send-IotMessage $State.UpTopic -Connection $State.Connection `
            -TimeoutSeconds 300 -PassThru -ErrorVariable problems -ErrorAction SilentlyContinue)
    $State.UpAcknowledged += $receipts.Count
    foreach ($problem in $problems) {
        $State.UpFailed++
        $State.Problems.Enqueue("Send-IotMessage '$($problem.TargetObject)': $problem")
    }
    Start-Sleep -Milliseconds 50
}
