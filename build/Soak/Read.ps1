# A worker of the soak: reads what device and cloud have received, and counts it by its numbers, until it is told that
# nothing more comes.
param([hashtable] $State)

$ErrorActionPreference = 'Stop'
Import-Module $State.Manifest

# One bit for each number, so that the count itself takes no memory to speak of.
function Add-Arrival([hashtable] $State, [string] $Way, [object[]] $Messages) {
    $seen = $State["${Way}Seen"]
    foreach ($message in $Messages) {
        $number = [int]$message.Payload
        if ($number -ge $seen.Length) { $seen.Length = $number * 2 }
        if ($seen[$number]) {
            $State["${Way}Duplicates"]++
            continue
        }
        $seen[$number] = $true
        $State["${Way}Received"]++
        if ($number -lt $State["${Way}Highest"]) { $State["${Way}Late"]++ }
        else { $State["${Way}Highest"] = $number }
    }
}

while (-not $State.Drained) {
    Add-Arrival $State Down @(Receive-IotMessage -Connection $State.Connection -Count 1000 -TimeoutSeconds 0.05 `
            -ErrorAction Ignore)
    Add-Arrival $State Up @(Receive-IotEmulatorMessage -Emulator $State.Emulator -Count 1000 -TimeoutSeconds 0.05 `
            -ErrorAction Ignore)
}
