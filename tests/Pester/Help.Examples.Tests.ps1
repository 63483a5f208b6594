# Every example of every page, and of the README, runs and prints what the page says. The pages of the other language have
# the same code and output: the task Docs and Readme.Tests.ps1 see to that.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Support' 'Examples.ps1')
    $root = Join-Path $PSScriptRoot '..' '..'
    $pages = Get-ChildItem (Join-Path $root 'docs' 'en-US' '*.md'), (Join-Path $root 'README.md') | ForEach-Object {
        $examples = Get-HelpExample $_ | ForEach-Object { @{ Title = $_.Title; Example = $_ } }
        @{ Page = $_.BaseName; Examples = @($examples) }
    } | Where-Object { $_.Examples.Count -gt 0 }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Examples.ps1')

    $paths = (Join-Path $RepositoryRoot 'docs' 'en-US' '*.md'), (Join-Path $RepositoryRoot 'README.md')
    $exchange = Join-Path $TestDrive 'examples.json'
    @{
        Pages  = @(Get-ChildItem $paths | ForEach-Object FullName)
        Pester = (Get-Module Pester).Path
        Folder = "$TestDrive"
    } | ConvertTo-Json | Set-Content $exchange
    $script = Join-Path $PSScriptRoot 'Support' 'Invoke-HelpExample.ps1'
    $child = Invoke-ChildPowerShell -File $script -Arguments $exchange -TimeoutSeconds 240
    $shown = Get-Content $exchange -Raw | ConvertFrom-Json
}

Describe 'The page <Page>' -ForEach $pages {
    BeforeAll {
        $mine = @($shown | Where-Object { (Split-Path $_.Page -LeafBase) -eq $Page })
    }

    It 'prints what it says: <Title>' -ForEach $Examples {
        $run = $mine | Where-Object Code -CEQ $Example.Code
        $run | Should -Not -BeNullOrEmpty -Because $child.Error
        # PowerShell shows the recommendation below an error from 7.5 on.
        $output = $PSVersionTable.PSVersion -lt '7.5' ? ($Example.Output -replace '(?m)^  Recommendation: .*\n?') : $Example.Output
        ConvertTo-StableText $run.Shown | Should -BeExactly (ConvertTo-StableText $output)
    }
}
