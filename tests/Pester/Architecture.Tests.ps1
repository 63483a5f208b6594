BeforeDiscovery {
    $projects = Get-ChildItem (Join-Path $PSScriptRoot '..' '..' 'src') -Directory |
        ForEach-Object { @{ Project = $_.Name; Folder = $_.FullName } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $Source = Join-Path $RepositoryRoot 'src'

    function Get-SourceFile([string] $Folder) {
        Get-ChildItem $Folder -Filter *.cs -File -Recurse | Where-Object FullName -NotMatch '[\\/](bin|obj)[\\/]'
    }

    # The path from src on, with slashes, as a failure shows it.
    function Get-ShortName([System.IO.FileInfo] $File) {
        [System.IO.Path]::GetRelativePath($Source, $File.FullName).Replace('\', '/')
    }

    # What an assembly in bin refers to; read without loading it.
    function Get-Reference([string] $Name) {
        $file = [System.IO.File]::OpenRead((Join-Path $ModuleRoot 'bin' "$Name.dll"))
        $reader = [System.Reflection.PortableExecutable.PEReader]::new($file)
        try {
            $metadata = [System.Reflection.Metadata.PEReaderExtensions]::GetMetadataReader($reader)
            foreach ($handle in $metadata.AssemblyReferences) {
                $metadata.GetString($metadata.GetAssemblyReference($handle).Name)
            }
        }
        finally {
            $reader.Dispose()
        }
    }

    function Get-ModuleAssembly([string] $Name) {
        [System.Reflection.Assembly]::Load($Name)
    }

    # The libraries whose types stand in the signatures that code outside the assembly can see, generic arguments and
    # elements included, with the member that names them.
    function Get-PublicSignature([System.Reflection.Assembly] $Assembly) {
        $visible = [System.Reflection.BindingFlags]'Public, NonPublic, Instance, Static, DeclaredOnly'
        foreach ($type in $Assembly.GetExportedTypes()) {
            Expand-Type $type.BaseType "$type"
            foreach ($interface in $type.GetInterfaces()) { Expand-Type $interface "$type" }
            foreach ($field in $type.GetFields($visible)) {
                if ($field.IsPublic -or $field.IsFamily -or $field.IsFamilyOrAssembly) {
                    Expand-Type $field.FieldType "$type.$($field.Name)"
                }
            }
            foreach ($method in @($type.GetMethods($visible)) + @($type.GetConstructors($visible))) {
                if ($method.IsPublic -or $method.IsFamily -or $method.IsFamilyOrAssembly) {
                    $where = "$type.$($method.Name)"
                    if ($method -is [System.Reflection.MethodInfo]) { Expand-Type $method.ReturnType $where }
                    foreach ($parameter in $method.GetParameters()) { Expand-Type $parameter.ParameterType $where }
                }
            }
        }
    }

    function Expand-Type([type] $Type, [string] $Member) {
        if (-not $Type) { return }
        [pscustomobject]@{ Library = $Type.Assembly.GetName().Name; Member = $Member }
        if ($Type.HasElementType) { Expand-Type $Type.GetElementType() $Member }
        foreach ($argument in $Type.GetGenericArguments()) {
            if (-not $argument.IsGenericParameter) { Expand-Type $argument $Member }
        }
    }
}

Describe 'Who knows whom' {
    It 'keeps <Unknown> out of <Assembly>' -ForEach @(
        @{ Assembly = 'AliyunIotWs'; Unknown = 'System.Management.Automation' }
        @{ Assembly = 'AliyunIotWs'; Unknown = 'MQTTnet*' }
        @{ Assembly = 'AliyunIotWs'; Unknown = 'AliyunIotWs.*' }
        @{ Assembly = 'AliyunIotWs.Emulator'; Unknown = 'AliyunIotWs*' }
        @{ Assembly = 'AliyunIotWs.Emulator'; Unknown = 'System.Management.Automation' }
        @{ Assembly = 'AliyunIotWs.PowerShell'; Unknown = 'MQTTnet*' }
        @{ Assembly = 'AliyunIotWs.PowerShell'; Unknown = 'System.Threading.RateLimiting' }
        @{ Assembly = 'AliyunIotWs.Transport'; Unknown = 'System.Management.Automation' }
        @{ Assembly = 'AliyunIotWs.Transport'; Unknown = 'MQTTnet.Server' }
        @{ Assembly = 'AliyunIotWs.Transport'; Unknown = 'AliyunIotWs.*' }
    ) {
        $references = Get-Reference $Assembly
        $references | Should -Contain 'System.Runtime'
        $references | Where-Object { $_ -like $Unknown } | Should -BeNullOrEmpty
    }

    It 'keeps other projects out of the project <Project>' -ForEach @(
        @{ Project = 'AliyunIotWs' }
        @{ Project = 'AliyunIotWs.Emulator' }
    ) {
        Get-Content (Join-Path $Source $Project "$Project.csproj") -Raw | Should -Not -Match 'ProjectReference'
    }

    It 'names MQTTnet in code only in the transport and in the emulator' {
        # A comment may say what the load context is for.
        Get-SourceFile $Source | Select-String -Pattern '^(?:(?!//).)*MQTTnet' | Group-Object Path |
            ForEach-Object { Get-ShortName $_.Name } |
            Where-Object { $_ -notlike 'AliyunIotWs.Transport/*' -and $_ -notlike 'AliyunIotWs.Emulator/*' } |
            Should -BeNullOrEmpty
    }

    It 'names no type of MQTTnet in a public signature of <Assembly>' -ForEach @(
        @{ Assembly = 'AliyunIotWs' }
        @{ Assembly = 'AliyunIotWs.PowerShell' }
        @{ Assembly = 'AliyunIotWs.Transport' }
        @{ Assembly = 'AliyunIotWs.Emulator' }
    ) {
        Get-PublicSignature (Get-ModuleAssembly $Assembly) | Where-Object Library -Like 'MQTTnet*' |
            ForEach-Object Member | Should -BeNullOrEmpty
    }

    It 'would find a library in a public signature' {
        $seen = Get-PublicSignature (Get-ModuleAssembly 'AliyunIotWs.PowerShell')
        $seen.Library | Should -Contain 'System.Management.Automation'
        $seen.Library | Should -Contain 'AliyunIotWs'
    }
}

Describe 'The files of <Project>' -ForEach $projects {
    BeforeAll {
        $files = Get-SourceFile $Folder | ForEach-Object {
            $lines = @(Get-Content $_.FullName)
            [pscustomobject]@{ Name = Get-ShortName $_; Type = $_.BaseName; Lines = $lines; LineCount = $lines.Count }
        }
        $lengths = @($files.LineCount | Sort-Object)
    }

    It 'have a median length under 80 lines' {
        # The loader is one file by intent.
        $files.Count | Should -BeGreaterThan ($Project -eq 'AliyunIotWs.Loading' ? 0 : 3)
        $lengths[$lengths.Count -shr 1] | Should -BeLessThan 80
    }

    It 'have 350 lines at most' {
        $files | Where-Object LineCount -GT 350 | ForEach-Object Name | Should -BeNullOrEmpty
    }

    It 'hold one top-level type each, of the name of the file' {
        $pattern = '^(public|internal|file)\s.*\b(class|struct|interface|enum|record|delegate)\s+(?:struct\s+|class\s+)?(\w+)'
        $wrong = foreach ($file in $files) {
            $types = $file.Lines | ForEach-Object { if ($_ -match $pattern) { $Matches[3] } }
            if ("$types" -cne $file.Type) { "$($file.Name): $types" }
        }
        $wrong | Should -BeNullOrEmpty
    }
}

Describe 'The tree' {
    BeforeAll {
        # What the build makes and what the packages of others bring is not the tree's.
        $made = '[\\/](bin|obj|artifacts|node_modules|\.git)[\\/]'
        $treeFiles = Get-ChildItem $RepositoryRoot -File -Recurse -Force | Where-Object FullName -NotMatch $made
    }

    It 'holds one module manifest, in the root' {
        $manifests = $treeFiles | Where-Object Extension -EQ '.psd1' |
            Where-Object { (Import-PowerShellDataFile $_).ContainsKey('ModuleVersion') }
        $manifests.FullName | Should -Be (Join-Path $RepositoryRoot 'AliyunIotWs.psd1')
    }

    It 'has no script that stands in for a command of PowerShell or of Pester' {
        $functions = foreach ($script in $treeFiles | Where-Object Extension -In '.ps1', '.psm1') {
            $ast = [System.Management.Automation.Language.Parser]::ParseFile($script.FullName, [ref]$null, [ref]$null)
            $ast.FindAll({ $args[0] -is [System.Management.Automation.Language.FunctionDefinitionAst] }, $true) |
                ForEach-Object { [pscustomobject]@{ Name = $_.Name; Path = $script.FullName } }
        }
        $functions.Count | Should -BeGreaterThan 50
        $modules = 'Microsoft.PowerShell.*', 'ThreadJob', 'PSReadLine', 'PackageManagement', 'PowerShellGet', 'Pester'
        $stock = @((Get-Module -ListAvailable -Name $modules).ExportedCommands.Keys) + (Get-Command -Module $modules).Name
        $stock | Should -Contain 'Where-Object'
        $stock | Should -Contain 'Invoke-Pester'
        $functions | Where-Object Name -In $stock | ForEach-Object { "$($_.Path): $($_.Name)" } | Should -BeNullOrEmpty
    }
}
