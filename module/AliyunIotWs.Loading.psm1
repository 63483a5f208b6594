# Every import pays for what stands here: looking for a type of the module would cost 20 ms, and making the error another 5.

# Two copies in one process would be two modules that do not know each other's objects.
$known = [System.AppContext]::GetData('AliyunIotWs')
if ($known -and $known -ne $PSScriptRoot) {
    throw [AliyunIotWs.PowerShell.Loading.ModuleLife]::RefuseCopy((Split-Path $PSScriptRoot))
}

# What is machine code for this system already is loaded in the place of the portable assembly, which it is otherwise the
# same as: .NET takes two files of one compilation for one assembly, and stays with the first.
$system = [System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier
$assembly = [System.IO.Path]::GetFullPath("$PSScriptRoot/../bin/$system/AliyunIotWs.PowerShell.dll")
if ([System.IO.File]::Exists($assembly)) {
    $null = [System.Reflection.Assembly]::LoadFrom($assembly)
}
