function Test-Throw($Actual, $Expected) {
    if ($Actual -isnot [scriptblock]) {
        throw [System.ArgumentException]::new('Should -Throw needs a script block as its input.')
    }

    $problem = $null
    try { $null = & $Actual } catch { $problem = $_ }
    if ($null -eq $problem) { return New-Verdict $false 'an exception' 'none' }
    if ($Expected.Not) { return New-Verdict $true 'an exception' "$problem" }

    $mismatch = Get-ThrowMismatch $problem $Expected
    $got = "$($problem.Exception.GetType()): $problem ($($problem.FullyQualifiedErrorId))"
    $verdict = New-Verdict (-not $mismatch) "an exception$mismatch" $got
    $verdict.Output = $problem
    $verdict
}

function Get-ThrowMismatch($Problem, $Expected) {
    if ($Expected.ExpectedMessage -and $Problem.Exception.Message -notlike $Expected.ExpectedMessage) {
        " with a message like '$($Expected.ExpectedMessage)'"
    }
    if ($Expected.ErrorId -and $Problem.FullyQualifiedErrorId -notlike $Expected.ErrorId) {
        " with the identifier '$($Expected.ErrorId)'"
    }
    if ($Expected.ExceptionType -and $Problem.Exception -isnot $Expected.ExceptionType) {
        " of type [$($Expected.ExceptionType)]"
    }
}
