BeforeAll {
    $shell = [Environment]::ProcessPath
    $script = Join-Path $TestDrive 'script.ps1'
}

Describe 'the command line' {
    It 'ends -Command <Text> with <Code>' -ForEach @(
        @{ Text = '1'; Code = 0 }, @{ Text = 'exit 7'; Code = 7 }, @{ Text = "throw 'x'"; Code = 1 }
        @{ Text = "Write-Error 'x'"; Code = 1 }, @{ Text = "Write-Error 'x'; 1"; Code = 0 }
    ) {
        & $shell -NoProfile -NonInteractive -Command $Text *> $null
        $LASTEXITCODE | Should -Be $Code
    }

    It 'ends -File with <Text> with <Code>' -ForEach @(
        @{ Text = '1'; Code = 0 }, @{ Text = 'exit 7'; Code = 7 }, @{ Text = "throw 'x'"; Code = 1 }
        @{ Text = "Write-Error 'x'"; Code = 0 }
    ) {
        Set-Content $script $Text
        & $shell -NoProfile -File $script *> $null
        $LASTEXITCODE | Should -Be $Code
    }

    It 'binds the arguments of a script' {
        Set-Content $script 'param([string] $Task, [switch] $Fast, [int] $Times = 1) "$Task|$Fast|$Times|$PSScriptRoot"'
        & $shell -NoProfile -File $script -Task Demo -Fast -Times 3 | Should -Be "Demo|True|3|$(Split-Path $script)"
        & $shell -NoProfile $script Demo -Fast:`$false | Should -Be "Demo|False|1|$(Split-Path $script)"
    }

    It 'keeps errors off the output' {
        & $shell -NoProfile -Command "Write-Error 'bad'; 'good'" 2> $null | Should -Be 'good'
        $errors = & $shell -NoProfile -Command "Write-Error 'bad'" 2>&1
        "$errors" | Should -BeLike '*bad*'
    }

    It 'marks warnings' {
        & $shell -NoProfile -Command "Write-Warning 'careful'" | Should -BeLike '*WARNING: careful*'
    }
}
