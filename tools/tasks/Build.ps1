param([string] $Root)

Build-Module $Root
Write-Host "Built. Import-Module $([System.IO.Path]::Combine($Root, 'AliyunIotWs.psd1'))"
$global:LASTEXITCODE = 0
