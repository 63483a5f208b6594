# What the task Docs makes of the pages, and what it refuses.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $builder = Join-Path $RepositoryRoot 'build' 'HelpBuilder' 'bin' 'Release' 'net10.0' 'HelpBuilder.dll'
    if (-not (Test-Path $builder)) {
        throw 'The converter of the help is not built. Run build.ps1 -Task Build first.'
    }

    function Copy-Page([string] $Name) {
        $folder = New-Item (Join-Path $TestDrive $Name) -ItemType Directory
        Copy-Item (Join-Path $RepositoryRoot 'docs' '*') $folder -Recurse
        $folder.FullName
    }

    function Build-Page([string] $Folder, [string[]] $Mode = @()) {
        $assembly = Join-Path $ModuleRoot 'bin' 'AliyunIotWs.PowerShell.dll'
        $arguments = @($builder, $assembly, $Folder, "$Folder.out") + $Mode
        Invoke-TestProgram dotnet $arguments -AnyExitCode -TimeoutSeconds 120
    }

    # Replaces what stands in a page; what it does not hold is a fault of the test.
    function Edit-Page([string] $Path, [string] $Pattern, [string] $By = '') {
        $text = Get-Content $Path -Raw
        $text | Should -Match $Pattern
        $text -replace $Pattern, $By | Set-Content $Path -NoNewline
    }
}

Describe 'The pages as they are' {
    BeforeAll {
        $folder = Copy-Page 'whole'
        $build = Build-Page $folder
    }

    It 'make the help' {
        $build.Error | Should -BeNullOrEmpty
        $build.ExitCode | Should -Be 0
        foreach ($culture in 'en-US', 'zh-CN', 'zh-Hans') {
            Join-Path "$folder.out" $culture 'AliyunIotWs.PowerShell.dll-Help.xml' | Should -Exist
            Join-Path "$folder.out" $culture 'about_AliyunIotWs.help.txt' | Should -Exist
        }
    }

    It 'make topics that fit 80 columns, but for code, output and tables' {
        Get-ChildItem (Join-Path "$folder.out" 'en-US') -Filter 'about_*.txt' | Get-Content |
            Where-Object { $_ -match '^ {4}\S' -and $_ -notmatch '\S  ' -and $_.Length -gt 80 } |
            Should -Be (Get-ChildItem (Join-Path "$folder.out" 'en-US') -Filter 'about_*.txt' |
                ForEach-Object { (Get-Content $_)[4] } | Where-Object Length -GT 80)
    }

    It 'do not change when they are brought up to date' {
        $build = Build-Page $folder 'update'
        $build.ExitCode | Should -Be 0
        foreach ($page in Get-ChildItem (Join-Path $RepositoryRoot 'docs') -Filter '*.md' -Recurse) {
            $other = Join-Path $folder (Split-Path (Split-Path $page) -Leaf) $page.Name
            (Get-FileHash $page).Hash | Should -Be (Get-FileHash $other).Hash -Because $page.Name
        }
    }
}

Describe 'A page that lacks something' {
    BeforeAll {
        $folder = Copy-Page 'broken'
        $english = Join-Path $folder 'en-US'
        $chinese = Join-Path $folder 'zh-CN'
        Edit-Page (Join-Path $english 'Stop-IotEmulator.md') '(?ms)(?<=^### -Emulator\n\n).+?(?=\n\n```yaml)'
        Edit-Page (Join-Path $english 'Get-IotEmulator.md') '## INPUTS' "### -Nonsense`n`nWords.`n`n## INPUTS"
        Edit-Page (Join-Path $english 'Restart-IotEmulator.md') 'Type: System.Double' 'Type: System.String'
        Edit-Page (Join-Path $english 'Disconnect-IotMqtt.md') '(?ms)^### Example 3.+?(?=^## PARAMETERS)'
        Edit-Page (Join-Path $english 'about_AliyunIotWs_Errors.md') 'title: \w+' 'title: Other'
        Remove-Item (Join-Path $english 'Get-IotEmulatorFault.md')
        Set-Content (Join-Path $english 'Get-IotNothing.md') "---`ntitle: Get-IotNothing`n---`n`n# Get-IotNothing"
        Remove-Item (Join-Path $chinese 'about_AliyunIotWs_Platform.md')
        Edit-Page (Join-Path $chinese 'Send-IotMessage.md') "'on', 'off'" "'on', 'out'"
        $notes = '(?ms)(?<=^## NOTES\n\n).+?\n(?=\n## )'
        Edit-Page (Join-Path $chinese 'Set-IotEmulatorFault.md') $notes "{{ Fill in the Notes }}`n"
        Edit-Page (Join-Path $chinese 'Stop-IotEmulator.md') '(?=## NOTES)' "一段多余的话。`n`n"
        Edit-Page (Join-Path $english 'Set-IotEmulatorDevice.md') '(?m)(?<=^\$emulator = Start-IotEmulator.+)$' (' ' * 60 + '# wide')
        $build = Build-Page $folder
        $findings = $build.Error -split '\r?\n'
    }

    It 'fails the task' {
        $build.ExitCode | Should -Be 1
        "$folder.out" | Should -Not -Exist
    }

    It 'is told of: <Finding>' -ForEach @(
        @{ Finding = 'en-US/Stop-IotEmulator: the parameter -Emulator has no words.' }
        @{ Finding = 'en-US/Get-IotEmulator: the cmdlet has no parameter -Nonsense.' }
        @{ Finding = 'en-US/Restart-IotEmulator: syntax or parameters differ from the cmdlet. *-Update.' }
        @{ Finding = 'en-US/Disconnect-IotMqtt: it has 2 examples; 3 are the fewest.' }
        @{ Finding = 'en-US/about_AliyunIotWs_Errors: title and heading are to be the name of the file.' }
        @{ Finding = 'en-US: the cmdlet Get-IotEmulatorFault has no page.' }
        @{ Finding = 'en-US: the page Get-IotNothing describes no cmdlet of the module.' }
        @{ Finding = 'zh-CN: the topic about_AliyunIotWs_Platform has no page.' }
        @{ Finding = 'zh-CN: the page Send-IotMessage has other code, or other output, than in en-US.' }
        @{ Finding = 'zh-CN: the page Stop-IotEmulator has other parts in *a paragraph, a paragraph* as in en-US.' }
        @{ Finding = 'en-US/Set-IotEmulatorDevice: a line of code is to have 76 columns at the most*# wide' }
        @{ Finding = 'zh-CN/Set-IotEmulatorFault: words in double braces are still to be filled in.' }
    ) {
        $findings -like $Finding | Should -Not -BeNullOrEmpty -Because "$findings"
    }

    It 'gets its facts, and marks for the words, from -Update' {
        $build = Build-Page $folder 'update'
        $text = Get-Content (Join-Path $english 'Get-IotEmulatorFault.md') -Raw
        $text | Should -Match '(?m)^### -Emulator\n\n\{\{ Fill Emulator Description \}\}\n\n```yaml\nType: AliyunIot'
        Get-Content (Join-Path $english 'Restart-IotEmulator.md') -Raw | Should -Match 'Type: System.Double'
        Get-Content (Join-Path $english 'Get-IotEmulator.md') -Raw | Should -Not -Match 'Nonsense'
        $build.ExitCode | Should -Be 1
    }
}
