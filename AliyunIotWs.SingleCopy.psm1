# Two copies in one process would be two modules that do not know each other's objects. Asking for a type is the cheapest
# way to know of another copy: a script pays for each call that it makes for the first time.
$known = 'AliyunIotWs.IotMessage' -as [type]
if ($known -and $known.Assembly.Location -ne [System.IO.Path]::Combine($PSScriptRoot, 'bin', 'AliyunIotWs.dll')) {
    $message = "Another copy of AliyunIotWs is loaded from '$([System.IO.Path]::GetDirectoryName($known.Assembly.Location))'. " +
        'Start a new PowerShell session to use this one.'
    $record = [System.Management.Automation.ErrorRecord]::new(
        [System.InvalidOperationException]::new($message), 'ModuleAlreadyLoaded', 'ResourceExists', $PSScriptRoot)
    $record.ErrorDetails = [System.Management.Automation.ErrorDetails]::new($message)
    $record.ErrorDetails.RecommendedAction = 'Start a new PowerShell session to use this copy.'
    throw $record
}
