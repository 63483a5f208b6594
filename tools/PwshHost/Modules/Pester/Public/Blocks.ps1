function Describe {
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [scriptblock] $Fixture,
        [Alias('Tags')] [string[]] $Tag = @(),
        [switch] $Skip,
        [AllowNull()] [AllowEmptyCollection()] $ForEach
    )
    Assert-Fixture $Fixture $Name
    Add-DiscoveredBlock $Name $Fixture $ForEach $PSBoundParameters.ContainsKey('ForEach') $Tag $Skip `
        $MyInvocation.ScriptLineNumber
}

function Context {
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [scriptblock] $Fixture,
        [Alias('Tags')] [string[]] $Tag = @(),
        [switch] $Skip,
        [AllowNull()] [AllowEmptyCollection()] $ForEach
    )
    Assert-Fixture $Fixture $Name
    Add-DiscoveredBlock $Name $Fixture $ForEach $PSBoundParameters.ContainsKey('ForEach') $Tag $Skip `
        $MyInvocation.ScriptLineNumber
}

function It {
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [scriptblock] $Test,
        [Alias('TestCases')] [AllowNull()] [AllowEmptyCollection()] [object[]] $ForEach,
        [Alias('Tags')] [string[]] $Tag = @(),
        [switch] $Skip
    )
    Assert-Fixture $Test $Name
    Add-DiscoveredTest $Name $Test $ForEach $PSBoundParameters.ContainsKey('ForEach') $Tag $Skip `
        $MyInvocation.ScriptLineNumber
}

function Assert-Fixture($ScriptBlock, $Name) {
    if ($null -eq $ScriptBlock) { throw "'$Name' has no script block; its opening brace belongs on the same line." }
}
