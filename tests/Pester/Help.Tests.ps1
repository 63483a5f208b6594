# What Get-Help shows, in a process of its own for each language, as PowerShell keeps the first file that it has read.
BeforeDiscovery {
    $root = Join-Path $PSScriptRoot '..' '..'
    $commands = (Import-PowerShellDataFile (Join-Path $root 'AliyunIotWs.psd1')).CmdletsToExport |
        ForEach-Object { @{ Command = $_ } }
    $topics = (Get-ChildItem (Join-Path $root 'docs' 'en-US') -Filter 'about_*.md').BaseName |
        ForEach-Object { @{ Topic = $_ } }
    $languages = @(
        @{ Language = 'en-US'; IsChinese = $false; Heading = 'LONG DESCRIPTION' }
        @{ Language = 'zh-CN'; IsChinese = $true; Heading = '详细说明' }
    )
    # PowerShell looks for the parents of a culture, and for English at last.
    $fallbacks = @(
        @{ Culture = 'zh-SG'; IsChinese = $true }, @{ Culture = 'zh-Hans'; IsChinese = $true }
        @{ Culture = 'en-GB'; IsChinese = $false }, @{ Culture = 'de-DE'; IsChinese = $false }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    if (-not (Test-Path (Join-Path $ModuleRoot 'en-US'))) {
        throw 'The help is not built. Run build.ps1 -Task Build first.'
    }

    # All help of the module, as a session in that language has it.
    function Get-ModuleHelp([string] $Culture) {
        $file = Join-Path $TestDrive "$Culture.json"
        $child = Invoke-ChildPowerShell -Arguments $Culture, $file -Script {
            param($module, $culture, $file)
            [cultureinfo]::CurrentUICulture = $culture
            Import-Module $module
            $commands = Get-Command -Module AliyunIotWs | ForEach-Object {
                $help = Get-Help $_.Name -Full
                @{
                    Name        = $_.Name
                    Synopsis    = $help.Synopsis
                    Description = -join $help.description.Text
                    Parameters  = @($help.parameters.parameter | Where-Object { $_ } | ForEach-Object {
                            @{ Name = $_.name; Words = -join $_.description.Text }
                        })
                    Own         = @($_.Parameters.Keys | Where-Object {
                            $_ -notin [System.Management.Automation.PSCmdlet]::CommonParameters
                        })
                    Examples    = @($help.examples.example | ForEach-Object {
                            @{ Title = $_.title; Code = $_.code; Words = -join $_.introduction.Text }
                        })
                    Inputs      = @($help.inputTypes.inputType.type.name)
                    Outputs     = @($help.returnValues.returnValue.type.name)
                    Links       = @($help.relatedLinks.navigationLink.linkText)
                    Online      = $help.relatedLinks.navigationLink[0].uri
                    Text        = $help | Out-String -Width 100
                }
            }
            $topics = Get-Help about_AliyunIotWs* |
                ForEach-Object { @{ Name = $_.Name; Synopsis = $_.Synopsis; Text = Get-Help $_.Name | Out-String } }
            @{ Commands = $commands; Topics = $topics } | ConvertTo-Json -Depth 5 | Set-Content $file
        }
        $child.Error | Should -BeNullOrEmpty
        Get-Content $file -Raw | ConvertFrom-Json
    }

    function Test-Chinese([string] $Text) {
        $Text -match '\p{IsCJKUnifiedIdeographs}'
    }
}

Describe 'Get-Help in <Language>' -ForEach $languages {
    BeforeAll {
        $help = Get-ModuleHelp $Language
    }

    Context '<Command>' -ForEach $commands {
        BeforeAll {
            $one = $help.Commands | Where-Object Name -EQ $Command
        }

        It 'has a synopsis and a description' {
            $one.Synopsis, $one.Description | ForEach-Object {
                $_ | Should -Not -BeNullOrEmpty
                Test-Chinese $_ | Should -Be $IsChinese
            }
        }

        It 'has words for each of its parameters, and for no other' {
            $one.Parameters.Name | Sort-Object | Should -Be ($one.Own | Sort-Object)
            $one.Parameters | ForEach-Object { Test-Chinese $_.Words | Should -Be $IsChinese -Because $_.Name }
        }

        It 'has three examples at least, with code' {
            $one.Examples.Count | Should -BeGreaterOrEqual 3
            $one.Examples | ForEach-Object {
                Test-Chinese $_.Title | Should -Be $IsChinese
                $_.Code | Should -Match '\S'
            }
        }

        It 'says what goes in and out, and what to read next' {
            $one.Inputs, $one.Outputs | ForEach-Object { $_ | Should -Not -BeNullOrEmpty }
            $one.Links.Count | Should -BeGreaterOrEqual 2
            $one.Online | Should -BeLike "https://*/docs/$Language/$Command.md"
        }

        It 'shows an example with its words above its code' {
            foreach ($example in $one.Examples | Where-Object Words) {
                $first = ($example.Code -split '\r?\n')[0]
                $one.Text | Should -Not -Match ("\S" + [regex]::Escape($first))
            }
        }
    }

    It 'has the topic <Topic>' -ForEach $topics {
        $found = $help.Topics | Where-Object Name -EQ $Topic
        Test-Chinese $found.Synopsis | Should -Be $IsChinese
        $found.Text | Should -Match $Heading
    }
}

Describe 'Get-Help under <Culture>' -ForEach $fallbacks {
    It 'is in a language that it has' {
        $child = Invoke-ChildPowerShell -Arguments $Culture -Script {
            param($module, $culture)
            [Console]::OutputEncoding = [System.Text.UTF8Encoding]::new()
            [cultureinfo]::CurrentUICulture = $culture
            Import-Module $module
            (Get-Help Get-IotEmulator).Synopsis
        }
        $child.Output | Should -Not -BeNullOrEmpty
        Test-Chinese $child.Output | Should -Be $IsChinese
    }
}

Describe 'The topic about_AliyunIotWs_Errors in <Language>' -ForEach $languages {
    BeforeAll {
        $page = Get-Content (Join-Path $RepositoryRoot 'docs' $Language 'about_AliyunIotWs_Errors.md') -Raw
        $described = @{}
        [regex]::Matches($page, '(?ms)^### (\w+)\n(.+?)(?=^##|\z)') |
            ForEach-Object { $described[$_.Groups[1].Value] = $_.Groups[2].Value }
        $ids = [AliyunIotWs.IotMessage].Assembly.GetType('AliyunIotWs.Errors.IotErrorId')
    }

    It 'describes every id, and no other' {
        $described.Keys | Sort-Object | Should -Be ([enum]::GetNames($ids) | Sort-Object)
    }

    It 'names the category of each' {
        $errors = [AliyunIotWs.IotEmulator].Assembly.GetType('AliyunIotWs.PowerShell.Errors')
        $of = $errors.GetMethod('Category', [System.Reflection.BindingFlags]'NonPublic, Static')
        foreach ($id in [enum]::GetValues($ids)) {
            $described["$id"] | Should -Match "[:：] ?$($of.Invoke($null, @($id)))[.。]" -Because "$id"
        }
    }
}
