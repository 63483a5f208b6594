# The faults of the soak, each a script block that ends with the fault taken back or used up by itself.

function Test-WorkerEnded([hashtable] $State) {
    [bool]($State.Workers | Where-Object State -NotIn 'NotStarted', 'Running')
}

# Waits in slices, measures the memory meanwhile, and ends early when the time of the soak is over or a worker is.
function Wait-Soak([hashtable] $State, [double] $Seconds, [scriptblock] $Until = { $false }) {
    $end = [datetime]::UtcNow.AddSeconds($Seconds)
    while ([datetime]::UtcNow -lt $end -and [datetime]::UtcNow -lt $State.Deadline -and -not (& $Until)) {
        if (Test-WorkerEnded $State) { return }
        Measure-Memory $State
        Start-Sleep -Milliseconds 100
    }
}

# The weight says how often a kind is chosen.
$SoakFaults = [ordered]@{
    Restart           = @{ Weight = 3; Strike = {
            param($State, $Random)
            Restart-IotEmulator $State.Emulator -DownSeconds ($Random.NextDouble() * 3)
        }
    }
    Kick              = @{ Weight = 4; Strike = {
            param($State)
            # The device may be away for another reason.
            Disconnect-IotEmulatorDevice $State.Device -Emulator $State.Emulator -ErrorAction Ignore
        }
    }
    DropAfter         = @{ Weight = 3; Strike = {
            param($State, $Random)
            Set-IotEmulatorFault -Emulator $State.Emulator -DropAfter $Random.Next(1, 2000) -DropCount 1
        }
    }
    DropAfterDelivery = @{ Weight = 3; Strike = {
            param($State, $Random)
            Set-IotEmulatorFault -Emulator $State.Emulator -DropAfterDelivery $Random.Next(1, 2000) -DropCount 1
        }
    }
    StallAck          = @{ Weight = 3; Strike = {
            param($State, $Random)
            Set-IotEmulatorFault -Emulator $State.Emulator -StallAck
            Wait-Soak $State ($Random.NextDouble() * 4)
            # Half of the time the acknowledgements that were held are lost for good.
            if ($Random.Next(2)) { Disconnect-IotEmulatorDevice $State.Device -Emulator $State.Emulator -ErrorAction Ignore }
            Set-IotEmulatorFault -Emulator $State.Emulator -StallAck:$false
        }
    }
    DuplicateDelivery = @{ Weight = 2; Strike = {
            param($State, $Random)
            Set-IotEmulatorFault -Emulator $State.Emulator -DuplicateDelivery
            Wait-Soak $State ($Random.NextDouble() * 4)
            Set-IotEmulatorFault -Emulator $State.Emulator -DuplicateDelivery:$false
        }
    }
    RefuseConnect     = @{ Weight = 2; Strike = {
            param($State, $Random)
            Set-IotEmulatorFault -Emulator $State.Emulator -RefuseConnect 3 -RefuseCount $Random.Next(1, 4)
            Disconnect-IotEmulatorDevice $State.Device -Emulator $State.Emulator -ErrorAction Ignore
        }
    }
    BlackHole         = @{ Weight = 2; Strike = {
            param($State, $Random)
            Set-IotEmulatorFault -Emulator $State.Emulator -BlackHole
            Wait-Soak $State ($Random.NextDouble() * 5)
            Set-IotEmulatorFault -Emulator $State.Emulator -BlackHole:$false
        }
    }
    # Until the client has noticed: by the keep-alive of 30 s, after 45 s at the latest. Chosen by the clock, as it is
    # long.
    LongBlackHole     = @{ Weight = 0; Strike = {
            param($State)
            $lost = { $State.Connection.State -ne 'Connected' }
            Set-IotEmulatorFault -Emulator $State.Emulator -BlackHole
            Wait-Soak $State 60 $lost
            if (-not (& $lost) -and [datetime]::UtcNow -lt $State.Deadline) {
                $State.Problems.Enqueue('A dead link was not noticed within 60 s.')
            }
            Set-IotEmulatorFault -Emulator $State.Emulator -BlackHole:$false
        }
    }
}

function Select-Fault([hashtable] $State, [random] $Random) {
    if ([datetime]::UtcNow -ge $State.NextLong -and $State.Deadline -gt [datetime]::UtcNow.AddMinutes(1.5)) {
        $State.NextLong = [datetime]::UtcNow.AddMinutes(4)
        return 'LongBlackHole'
    }

    $names = @($SoakFaults.GetEnumerator() | ForEach-Object { , $_.Name * $_.Value.Weight })
    $names[$Random.Next($names.Count)]
}
