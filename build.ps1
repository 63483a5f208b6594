#Requires -Version 7.4
<#
.SYNOPSIS
Builds, tests and shows the module.
.DESCRIPTION
Each task is a script in build/, with the parameters that stand here under its name. The exit code is the task's: 0 where
all went well.
.PARAMETER Task
Build publishes the module into bin/. Test runs the units and the Pester files. Demo shows devices that talk with the
emulator. Docs makes the help out of the pages in docs/. Picture draws the session and the report in the READMEs. Pack
makes the package for the gallery. Bench measures the module and its peers side by side. Soak sends messages both ways
under random faults. Fuzz sends hostile bytes to client and emulator.
.PARAMETER Filter
Test: only the Pester files whose names match, such as 'Send-*'; the units are left out then.
.PARAMETER PesterVersion
Test: another of the Pester versions in Directory.Packages.props.
.PARAMETER Package
Test: the Pester files alone, against the module that is packed first and installed from its package.
.PARAMETER PackagePath
Test: the same against a package that is there already.
.PARAMETER SkipPeer
Test: leaves out the tests that talk to a program that is not installed. Without it their absence is a failure.
.PARAMETER Update
Docs: writes syntax and parameters of the cmdlets into their pages first, and a page for each cmdlet that has none.
.PARAMETER Blocks
Picture: how many of the README's blocks of code.
.PARAMETER Rounds
Bench: how often each side runs after the warm-up.
.PARAMETER Row
Bench: only the rows whose names match, such as 'Send*wss'.
.PARAMETER Quick
Bench: small counts, for a first look.
.PARAMETER Growth
Bench: how rate and memory grow, as charts, in place of the rows.
.PARAMETER Before
Bench: the manifest of an older module, which the row of one script is compared with.
.PARAMETER Minutes
Soak: how long messages are sent; waiting for the last ones takes up to two minutes more.
.PARAMETER Seed
Soak and Fuzz: repeats the faults or the cases of another run.
.PARAMETER Cases
Fuzz: how many cases.
.PARAMETER Case
Fuzz: runs this one of the seed's cases and shows its bytes.
.EXAMPLE
./build.ps1 -Task Test -Filter 'Send-*'
.EXAMPLE
dotnet tool exec --yes powershell -- build.ps1 -Task Test
With nothing but the .NET SDK.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Docs', 'Picture', 'Pack', 'Bench', 'Soak', 'Fuzz')]
    [string] $Task = 'Build',

    [string] $Filter,
    [string] $PesterVersion,
    [switch] $Package,
    [string] $PackagePath,
    [switch] $SkipPeer,

    [switch] $Update,
    [int] $Blocks,

    [int] $Rounds,
    [string] $Row,
    [switch] $Quick,
    [switch] $Growth,
    [string] $Before,

    [double] $Minutes,
    [int] $Seed,
    [int] $Cases,
    [int] $Case
)

# What was not given has its default in the task, and a task refuses what is not its own.
$null = $PSBoundParameters.Remove('Task')
& (Join-Path $PSScriptRoot 'build' "$Task.ps1") @PSBoundParameters
exit $LASTEXITCODE
