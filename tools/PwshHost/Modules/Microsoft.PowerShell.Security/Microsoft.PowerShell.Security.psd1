@{
    # The substitutes under the name of the stock module, so that runspaces which the engine creates can load them.
    NestedModules     = '../../PwshHost.dll'
    ModuleVersion     = '7.0.0.0'
    GUID              = 'c8f0a0b7-0f9b-4b55-8d6c-2e6d7e3a4d13'
    Author            = 'The AliyunIotWs authors'
    CompanyName       = 'AliyunIotWs'
    Copyright         = '(c) The AliyunIotWs authors. MIT license.'
    Description       = 'Not the real module: the substitutes of PwshHost.'
    PowerShellVersion = '7.4'
    FunctionsToExport = @()
    AliasesToExport   = @()
    CmdletsToExport   = @(
        'ConvertFrom-SecureString', 'ConvertTo-SecureString'
    )
}
