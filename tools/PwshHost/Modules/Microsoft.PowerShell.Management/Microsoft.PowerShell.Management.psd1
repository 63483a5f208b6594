@{
    # The substitutes under the name of the stock module, so that runspaces which the engine creates can load them.
    NestedModules     = '../../PwshHost.dll'
    ModuleVersion     = '7.0.0.0'
    GUID              = 'b9a1f1a5-64d7-4a3c-9a40-9b0f6d1f2c12'
    Author            = 'The AliyunIotWs authors'
    CompanyName       = 'AliyunIotWs'
    Copyright         = '(c) The AliyunIotWs authors. MIT license.'
    Description       = 'Not the real module: the substitutes of PwshHost.'
    PowerShellVersion = '7.4'
    FunctionsToExport = @()
    AliasesToExport   = @()
    CmdletsToExport   = @(
        'Add-Content', 'Convert-Path', 'Copy-Item', 'Get-ChildItem', 'Get-Content', 'Get-Item', 'Get-Location',
        'Get-Process', 'Join-Path', 'Move-Item', 'New-Item', 'Pop-Location', 'Push-Location', 'Remove-Item',
        'Resolve-Path', 'Set-Content', 'Set-Location', 'Split-Path', 'Stop-Process', 'Test-Path'
    )
}
