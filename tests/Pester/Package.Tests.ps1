BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    # Where the tests run against an installed package, that is the one.
    $staged = $ModuleRoot
    $systems = 'linux-x64', 'linux-arm64', 'win-x64', 'win-arm64', 'osx-x64', 'osx-arm64'
    if ($ModuleRoot -eq $RepositoryRoot) {
        $systems = (Get-ChildItem (Join-Path $ModuleRoot 'bin') -Directory).Name
        # Beside other tests: a build might write what they read.
        $null = & (Join-Path $RepositoryRoot 'build' 'Pack.ps1') -OutputPath $TestDrive/pack -NoBuild -ThisSystem 6> $null
        $staged = Join-Path $TestDrive 'pack' 'AliyunIotWs'
    }

    # The files below a folder, with slashes.
    function Get-RelativeFile([string] $Folder) {
        Get-ChildItem $Folder -Recurse -File |
            ForEach-Object { [System.IO.Path]::GetRelativePath($Folder, $_).Replace('\', '/') } | Sort-Object
    }

    $shelf = New-Item (Join-Path $TestDrive 'shelf') -ItemType Directory
    $place = New-Item (Join-Path $TestDrive 'place') -ItemType Directory
    $repository = "AliyunIotWs-$(New-Guid)"
    Register-PSResourceRepository -Name $repository -Uri $shelf -Trusted
    try {
        Publish-PSResource -Path $staged -Repository $repository -ErrorAction Stop
        $found = Find-PSResource -Name AliyunIotWs -Repository $repository -ErrorAction Stop
        Save-PSResource -Name AliyunIotWs -Repository $repository -Path $place -ErrorAction Stop
    }
    finally {
        Unregister-PSResourceRepository -Name $repository
    }
    $version = (Import-PowerShellDataFile (Join-Path $RepositoryRoot 'AliyunIotWs.psd1')).ModuleVersion
}

Describe 'The folder that ships' {
    It 'holds these files and nothing else' {
        $topics = (Get-ChildItem (Join-Path $RepositoryRoot 'docs' 'en-US') -Filter 'about_*.md').BaseName
        $help = foreach ($culture in 'en-US', 'zh-CN', 'zh-Hans') {
            "$culture/AliyunIotWs.PowerShell.dll-Help.xml"
            $topics | ForEach-Object { "$culture/$_.help.txt" }
        }
        $assemblies = @(
            'AliyunIotWs.Emulator.dll'
            'AliyunIotWs.PowerShell.deps.json'
            'AliyunIotWs.PowerShell.dll'
            'AliyunIotWs.Transport.dll'
            'AliyunIotWs.dll'
            'MQTTnet.Server.dll'
            'MQTTnet.dll'
            'System.Threading.RateLimiting.dll'
        )
        Get-RelativeFile $staged | Should -Be (@(
                $help
                $assemblies | ForEach-Object { "bin/$_" }
                foreach ($system in $systems) { $assemblies | ForEach-Object { "bin/$system/$_" } }
                'AliyunIotWs.psd1'
                'LICENSE'
                'THIRD-PARTY-NOTICES.md'
                'bin/AliyunIotWs.Loading.dll'
                'module/AliyunIotWs.Format.ps1xml'
            ) | Sort-Object)
    }

    It 'names every library of others, with the version that ships' {
        $notices = Get-Content (Join-Path $staged 'THIRD-PARTY-NOTICES.md') -Raw
        $shipped = Get-Content (Join-Path $staged 'bin' 'AliyunIotWs.PowerShell.deps.json') -Raw |
            ConvertFrom-Json -AsHashtable
        $libraries = $shipped.libraries.GetEnumerator() |
            Where-Object { $_.Value.type -eq 'package' } | ForEach-Object Key
        $libraries.Count | Should -Be 3
        foreach ($library in $libraries) {
            $name, $number = $library.Split('/')
            $notices | Should -Match "\| $([regex]::Escape($name)) \| $([regex]::Escape($number)) \|"
        }
    }

    It 'tells nothing of the machine that built it' {
        $folder = [regex]::Escape($RepositoryRoot.TrimEnd('\', '/'))
        foreach ($file in Get-ChildItem $staged -Recurse -File) {
            $bytes = [System.IO.File]::ReadAllBytes($file)
            [System.Text.Encoding]::UTF8.GetString($bytes) -match $folder | Should -BeFalse -Because $file.Name
            [System.Text.Encoding]::Unicode.GetString($bytes) -match $folder | Should -BeFalse -Because $file.Name
        }
    }

    It 'says what changed in this version' {
        $notes = (Import-PowerShellDataFile (Join-Path $staged 'AliyunIotWs.psd1')).PrivateData.PSData.ReleaseNotes
        $notes | Should -Match 'New-IotMqttCredential'
        (Get-Content (Join-Path $RepositoryRoot 'CHANGELOG.md') -Raw).Contains($notes) | Should -BeTrue
        $notes | Should -Not -Match '(?m)^## '
    }
}

Describe 'A repository' {
    It 'takes the folder as it is and knows <Property>' -ForEach @(
        @{ Property = 'Version' }, @{ Property = 'Description' }, @{ Property = 'Author' }, @{ Property = 'Tags' }
        @{ Property = 'ProjectUri' }, @{ Property = 'LicenseUri' }, @{ Property = 'ReleaseNotes' }
    ) {
        $found.$Property | Should -Not -BeNullOrEmpty
    }

    It 'gives back the same files' {
        $saved = Join-Path $place 'AliyunIotWs' $version
        Get-RelativeFile $saved | Should -Be (Get-RelativeFile $staged)
    }

    It 'makes a module of it that works by itself' {
        $child = Invoke-ChildPowerShell -Arguments $place -Script '
            $env:PSModulePath = $args[1]
            (Get-Module -ListAvailable).Name
            Import-Module AliyunIotWs
            $emulator = Start-IotEmulator @{ ProductKey = "pk"; DeviceName = "lamp"; DeviceSecret = "secret" }
            $null = New-IotMqttCredential pk lamp secret -Endpoint $emulator.Endpoint | Connect-IotMqtt
            $null = Register-IotSubscription /pk/lamp/user/get
            Send-IotMessage /pk/lamp/user/update up
            Send-IotEmulatorMessage /pk/lamp/user/get down
            (Receive-IotEmulatorMessage -Count 1 -TimeoutSeconds 30).Payload
            (Receive-IotMessage -Count 1 -TimeoutSeconds 30).Payload
            $module = Get-Module AliyunIotWs
            "$($module.Version)"
            $module.ModuleBase'
        $child.Error | Should -BeNullOrEmpty
        $child.Output -split '\r?\n' |
            Should -Be 'AliyunIotWs', 'up', 'down', $version, (Join-Path $place 'AliyunIotWs' $version)
    }
}
