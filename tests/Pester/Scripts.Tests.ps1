# The scripts of the tree lean on PowerShell and Pester as they are.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')

    function Get-TreeFile([string[]] $Extension) {
        Get-ChildItem $RepositoryRoot -Directory -Exclude 'bin', 'obj', 'artifacts' |
            Get-ChildItem -File -Recurse |
            Where-Object { $_.Extension -in $Extension -and $_.FullName -notmatch '[\\/](bin|obj|node_modules)[\\/]' }
    }

    # The names of the functions and aliases that a script makes.
    function Get-MadeCommand([string] $Path) {
        $script = [System.Management.Automation.Language.Parser]::ParseFile($Path, [ref]$null, [ref]$null)
        $script.FindAll({ $args[0] -is [System.Management.Automation.Language.FunctionDefinitionAst] }, $true) |
            ForEach-Object { $_.Name -replace '^(global|script|local|private):' }
        $script.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true) |
            Where-Object { $_.GetCommandName() -in 'Set-Alias', 'New-Alias' } |
            ForEach-Object { $_.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.Extent.Text.Trim("'", '"') } }
    }

    # The names of the cmdlets in a file of C#.
    function Get-CompiledCommand([string] $Path) {
        Get-Content $Path -Raw |
            Select-String '\[Cmdlet\(\s*(?:Verbs\w+\.|")(\w+)"?\s*,\s*"(\w+)"' -AllMatches |
            ForEach-Object Matches |
            ForEach-Object { $_.Groups[1].Value + '-' + $_.Groups[2].Value }
    }

    $stock = @(
        [initialsessionstate]::CreateDefault().Commands.Name
        Get-Module -ListAvailable | Where-Object Path -Like "$PSHOME*" | ForEach-Object { $_.ExportedCommands.Keys }
        (Get-Command Invoke-Pester).Module.ExportedCommands.Keys
    )
}

Describe 'The commands of PowerShell and Pester' {
    It 'are made again by no script' {
        $scripts = Get-TreeFile '.ps1', '.psm1'
        $scripts.Name | Should -Contain 'Common.ps1'
        $doubles = foreach ($script in $scripts) {
            Get-MadeCommand $script | Where-Object { $_ -in $stock } | ForEach-Object { "$($script.Name): $_" }
        }
        $doubles | Should -BeNullOrEmpty
    }

    It 'are made again by no class' {
        $commands = Get-TreeFile '.cs' | ForEach-Object { Get-CompiledCommand $_ }
        $commands | Should -Contain 'Send-IotMessage'
        $commands | Where-Object { $_ -in $stock } | Should -BeNullOrEmpty
    }

    It 'would be found' {
        $path = Join-Path $TestDrive 'doubles.ps1'
        Set-Content $path 'function global:Write-Host { }; function Install-Package { }; Set-Alias -Name Describe -Value Other'
        $found = Get-MadeCommand $path | Where-Object { $_ -in $stock }
        $found | Should -Be 'Write-Host', 'Install-Package', 'Describe'
    }

    It 'have no stand-in in a folder of tools' {
        Join-Path $RepositoryRoot 'tools' | Should -Not -Exist
    }
}
