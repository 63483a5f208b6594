# Each assertion answers with Holds, and with what it wanted and what came, for the message.
function New-Verdict([bool] $Holds, [string] $Wanted, [string] $Got) {
    [pscustomobject]@{ Holds = $Holds; Wanted = $Wanted; Got = $Got; Output = $null }
}

$script:assertions = @{
    Be                = {
        param($a, $e)
        New-Verdict (Test-SameValue $a $e.ExpectedValue $false) (Format-Value $e.ExpectedValue) (Format-Actual $a)
    }
    BeExactly         = {
        param($a, $e)
        $same = Test-SameValue $a $e.ExpectedValue $true
        New-Verdict $same "exactly $(Format-Value $e.ExpectedValue)" (Format-Actual $a)
    }
    BeNullOrEmpty     = { param($a) New-Verdict (Test-NullOrEmpty $a) 'nothing or an empty value' (Format-Actual $a) }
    Contain           = {
        param($a, $e)
        $wanted = "$(Format-Value $e.ExpectedValue) among the values"
        New-Verdict ($a -contains $e.ExpectedValue) $wanted (Format-Value $a)
    }
    HaveCount         = {
        param($a, $e)
        New-Verdict ($a.Count -eq $e.ExpectedCount) "$($e.ExpectedCount) values" "$($a.Count): $(Format-Value $a)"
    }
    BeTrue            = { param($a) New-Verdict ([bool] $a) '$true' (Format-Value $a) }
    BeFalse           = { param($a) New-Verdict (-not $a) '$false' (Format-Value $a) }
    BeIn              = {
        param($a, $e)
        $all = @($e.ExpectedCollection)
        New-Verdict ($all -contains $a) "one of $(Format-Value $all)" (Format-Value $a)
    }
    Match             = {
        param($a, $e)
        New-Verdict ($a -match $e.RegularExpression) "a match of '$($e.RegularExpression)'" (Format-Value $a)
    }
    MatchExactly      = {
        param($a, $e)
        New-Verdict ($a -cmatch $e.RegularExpression) "an exact match of '$($e.RegularExpression)'" (Format-Value $a)
    }
    BeLike            = {
        param($a, $e)
        New-Verdict ($a -like $e.ExpectedValue) "something like '$($e.ExpectedValue)'" (Format-Value $a)
    }
    BeLikeExactly     = {
        param($a, $e)
        New-Verdict ($a -clike $e.ExpectedValue) "something exactly like '$($e.ExpectedValue)'" (Format-Value $a)
    }
    BeGreaterThan     = {
        param($a, $e)
        New-Verdict ($a -gt $e.ExpectedValue) "more than $(Format-Value $e.ExpectedValue)" (Format-Value $a)
    }
    BeGreaterOrEqual  = {
        param($a, $e)
        New-Verdict ($a -ge $e.ExpectedValue) "at least $(Format-Value $e.ExpectedValue)" (Format-Value $a)
    }
    BeLessThan        = {
        param($a, $e)
        New-Verdict ($a -lt $e.ExpectedValue) "less than $(Format-Value $e.ExpectedValue)" (Format-Value $a)
    }
    BeLessOrEqual     = {
        param($a, $e)
        New-Verdict ($a -le $e.ExpectedValue) "at most $(Format-Value $e.ExpectedValue)" (Format-Value $a)
    }
    BeOfType          = {
        param($a, $e)
        $type = Resolve-ExpectedType $e.ExpectedType
        $got = $null -eq $a ? '$null' : "$(Format-Value $a) of type [$($a.GetType())]"
        New-Verdict ($a -is $type) "a value of type [$type]" $got
    }
    Exist             = { param($a) New-Verdict (Test-PathExists "$a") 'an existing path' (Format-Value $a) }
    Throw             = { param($a, $e) Test-Throw $a $e }
    HaveParameter     = { param($a, $e) Test-Parameter $a $e }
}

# One value that was piped is shown as itself, not as an array.
function Format-Actual($Values) { $Values.Count -eq 1 ? (Format-Value $Values[0]) : (Format-Value $Values) }

function Test-PathExists([string] $Path) {
    $state = $null -eq $script:run ? $ExecutionContext.SessionState : $script:run.SessionState
    $state.InvokeProvider.Item.Exists($Path)
}
