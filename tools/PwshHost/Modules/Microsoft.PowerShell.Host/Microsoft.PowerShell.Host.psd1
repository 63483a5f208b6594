@{
    # The substitutes under the name of the stock module, so that runspaces which the engine creates can load them.
    NestedModules     = '../../PwshHost.dll'
    ModuleVersion     = '7.0.0.0'
    GUID              = 'd7e1b1c8-1a8c-4c66-9e7d-3f7e8f4b5e14'
    Author            = 'The AliyunIotWs authors'
    CompanyName       = 'AliyunIotWs'
    Copyright         = '(c) The AliyunIotWs authors. MIT license.'
    Description       = 'Not the real module: the substitutes of PwshHost.'
    PowerShellVersion = '7.4'
    FunctionsToExport = @()
    AliasesToExport   = @()
    CmdletsToExport   = @(
        'Start-Transcript', 'Stop-Transcript'
    )
}
