@{
    ModuleVersion  = '0.1.0'
    TypesToProcess = @('AliyunIotWs.Types.ps1xml')
}
