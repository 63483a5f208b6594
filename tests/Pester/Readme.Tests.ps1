# What the READMEs list is what there is.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support' 'Common.ps1')
    $ids = [AliyunIotWs.IotMessage].Assembly.GetType('AliyunIotWs.Errors.IotErrorId').GetEnumNames()
}

Describe 'The tables of <_>' -ForEach 'README.md', 'README.zh-CN.md' {
    BeforeAll {
        # The names in the first column of all tables.
        $names = Get-Content (Join-Path $RepositoryRoot $_) | Where-Object { $_ -match '^\| `' } |
            ForEach-Object { [regex]::Matches(($_ -split ' \| ')[0], '`([^`]+)`') } | ForEach-Object { $_.Groups[1].Value }
    }

    It 'name every cmdlet' {
        (Get-Module AliyunIotWs).ExportedCmdlets.Keys | Where-Object { $_ -notin $names } | Should -BeNullOrEmpty
    }

    It 'name every id of an error' {
        $ids.Count | Should -BeGreaterThan 30
        $ids | Where-Object { $_ -notin $names } | Should -BeNullOrEmpty
    }
}
