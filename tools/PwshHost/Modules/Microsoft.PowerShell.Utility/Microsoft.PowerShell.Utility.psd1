@{
    # The substitutes under the name of the stock module, so that runspaces which the engine creates can load them.
    NestedModules     = '../../PwshHost.dll'
    ModuleVersion     = '7.0.0.0'
    GUID              = '4a6dbb0e-6f0b-4f6c-8d43-0a5f4e0c7a11'
    Author            = 'The AliyunIotWs authors'
    CompanyName       = 'AliyunIotWs'
    Copyright         = '(c) The AliyunIotWs authors. MIT license.'
    Description       = 'Not the real module: the substitutes of PwshHost.'
    PowerShellVersion = '7.4'
    FunctionsToExport = @()
    AliasesToExport   = @()
    CmdletsToExport   = @(
        'Add-Type', 'ConvertFrom-Csv', 'ConvertFrom-Json', 'ConvertTo-Csv', 'ConvertTo-Json', 'Export-Clixml',
        'Export-Csv', 'Format-List', 'Format-Table', 'Get-Date', 'Get-Random', 'Get-Variable', 'Group-Object',
        'Import-Clixml', 'Import-Csv', 'Import-PowerShellDataFile', 'Invoke-Expression', 'Measure-Command',
        'Measure-Object', 'New-Guid', 'New-Object', 'New-Variable', 'Out-File', 'Out-String', 'Remove-Variable',
        'Select-Object', 'Set-Variable', 'Sort-Object', 'Start-Sleep', 'Write-Debug', 'Write-Error', 'Write-Host',
        'Write-Information', 'Write-Output', 'Write-Progress', 'Write-Verbose', 'Write-Warning'
    )
}
