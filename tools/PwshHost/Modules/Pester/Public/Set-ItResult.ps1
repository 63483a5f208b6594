function Set-ItResult {
    param(
        [Parameter(Mandatory, ParameterSetName = 'Skipped')] [switch] $Skipped,
        [Parameter(Mandatory, ParameterSetName = 'Inconclusive')] [switch] $Inconclusive,
        [string] $Because
    )
    $reason = $Because ? "because $($Because -replace '^because\s+')" : ''
    throw [System.Management.Automation.ErrorRecord]::new(
        [System.Exception]::new($reason), "PesterTest$($PSCmdlet.ParameterSetName)", 'OperationStopped', $null)
}
