# The READMEs are short, say the same, and lead to what there is. Help.Examples.Tests.ps1 runs what they show.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    . (Join-Path $PSScriptRoot 'Support' 'Examples.ps1')
}

Describe '<_>' -ForEach 'README.md', 'README.zh-CN.md' {
    BeforeAll {
        $path = Join-Path $RepositoryRoot $_
        $text = Get-Content $path -Raw
    }

    It 'has at most 200 lines' {
        @(Get-Content $path).Count | Should -BeLessOrEqual 200
    }

    It 'shows the code and output of README.md' {
        $examples = @(Get-HelpExample $path)
        $examples.Count | Should -BeGreaterThan 5
        $english = @(Get-HelpExample (Join-Path $RepositoryRoot 'README.md'))
        $examples.Code | Should -BeExactly $english.Code
        $examples.Output | Should -BeExactly $english.Output
    }

    It 'links to files that are there' {
        $links = [regex]::Matches($text, '\]\((?!http)([^)#]+)\)') | ForEach-Object { $_.Groups[1].Value }
        $links.Count | Should -BeGreaterThan 10
        $links | Where-Object { -not (Test-Path (Join-Path $RepositoryRoot $_)) } | Should -BeNullOrEmpty
    }

    It 'shows the report that is there' {
        $picture = [regex]::Match($text, '\((docs/judge/\S+)\.svg\)').Groups[1].Value
        $drawn = [xml](Get-Content (Join-Path $RepositoryRoot "$picture.svg") -Raw)
        $report = [xml]((Get-Content (Join-Path $RepositoryRoot "$picture.html") -Raw) -replace '^<!DOCTYPE html>')
        $marks = $drawn.GetElementsByTagName('tspan').InnerText
        $summary = $report.html.body.main.section[0]
        $marks | Should -Be @($summary.GetElementsByTagName('b').InnerText; $summary.GetElementsByTagName('a').InnerText)
    }

    It 'leads to every topic of the help' {
        $topics = (Get-ChildItem (Join-Path $RepositoryRoot 'docs' 'en-US') -Filter 'about_*.md').BaseName
        $topics | Where-Object { $text -notmatch "\b$_\b" } | Should -BeNullOrEmpty
    }
}

Describe 'The first topic in <_>' -ForEach 'en-US', 'zh-CN' {
    It 'says of every cmdlet what it is for' {
        $page = Join-Path $RepositoryRoot 'docs' $_ 'about_AliyunIotWs.md'
        $text = Get-Content $page | Where-Object { $_ -like '|*|*' }
        $missing = (Get-Module AliyunIotWs).ExportedCmdlets.Keys | Where-Object { "$text" -notmatch "\b$_\b" }
        $missing | Should -BeNullOrEmpty
    }
}
