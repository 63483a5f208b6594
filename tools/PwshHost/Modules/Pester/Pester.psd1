@{
    RootModule        = 'Pester.psm1'
    ModuleVersion     = '5.99.0'
    GUID              = '0f5a3f0e-58a6-4a53-9c0d-6f3a7c1f2b90'
    Author            = 'The AliyunIotWs authors'
    CompanyName       = 'AliyunIotWs'
    Copyright         = '(c) The AliyunIotWs authors. MIT license.'
    Description       = 'Not the real Pester: the subset of the syntax of Pester 5 that PwshHost runs.'
    PowerShellVersion = '7.4'
    FunctionsToExport = @(
        'Describe', 'Context', 'It', 'BeforeAll', 'AfterAll', 'BeforeEach', 'AfterEach', 'BeforeDiscovery',
        'Should', 'Set-ItResult', 'Invoke-Pester', 'New-PesterConfiguration',
        'Mock', 'InModuleScope', 'Assert-MockCalled', 'New-MockObject', 'Add-ShouldOperator'
    )
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
