# Two copies in one process would be two modules that do not know each other's objects. What is asked here costs every
# import; looking for a type of the module would cost three times as much.
$known = [System.AppContext]::GetData('AliyunIotWs')
if ($known -and $known -ne $PSScriptRoot) {
    $message = "Another copy of AliyunIotWs is loaded from '$([System.IO.Path]::Combine($known, 'bin'))'. " +
        'Start a new PowerShell session to use this one.'
    $record = [System.Management.Automation.ErrorRecord]::new(
        [System.InvalidOperationException]::new($message), 'ModuleAlreadyLoaded', 'ResourceExists', $PSScriptRoot)
    $record.ErrorDetails = [System.Management.Automation.ErrorDetails]::new($message)
    $record.ErrorDetails.RecommendedAction = 'Start a new PowerShell session to use this copy.'
    throw $record
}
