# Two copies in one process would be two modules that do not know each other's objects. Every import pays for what stands
# here: looking for a type of the module would cost 20 ms, and making the error here another 5.
$known = [System.AppContext]::GetData('AliyunIotWs')
if ($known -and $known -ne $PSScriptRoot) {
    throw [AliyunIotWs.PowerShell.Loading.ModuleLife]::RefuseCopy((Split-Path $PSScriptRoot))
}
