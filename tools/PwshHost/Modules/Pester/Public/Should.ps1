function Should {
    [CmdletBinding()]
    param(
        [Parameter(ValueFromPipeline)] $ActualValue,
        [switch] $Not,
        [string] $Because,

        [Parameter(Mandatory, ParameterSetName = 'Be')] [Alias('EQ')] [switch] $Be,
        [Parameter(Mandatory, ParameterSetName = 'BeExactly')] [Alias('CEQ')] [switch] $BeExactly,
        [Parameter(Mandatory, ParameterSetName = 'BeTrue')] [switch] $BeTrue,
        [Parameter(Mandatory, ParameterSetName = 'BeFalse')] [switch] $BeFalse,
        [Parameter(Mandatory, ParameterSetName = 'BeNullOrEmpty')] [switch] $BeNullOrEmpty,
        [Parameter(Mandatory, ParameterSetName = 'BeOfType')] [Alias('HaveType')] [switch] $BeOfType,
        [Parameter(Mandatory, ParameterSetName = 'Match')] [switch] $Match,
        [Parameter(Mandatory, ParameterSetName = 'MatchExactly')] [Alias('CMATCH')] [switch] $MatchExactly,
        [Parameter(Mandatory, ParameterSetName = 'BeLike')] [switch] $BeLike,
        [Parameter(Mandatory, ParameterSetName = 'BeLikeExactly')] [switch] $BeLikeExactly,
        [Parameter(Mandatory, ParameterSetName = 'BeGreaterThan')] [Alias('GT')] [switch] $BeGreaterThan,
        [Parameter(Mandatory, ParameterSetName = 'BeGreaterOrEqual')] [Alias('GE')] [switch] $BeGreaterOrEqual,
        [Parameter(Mandatory, ParameterSetName = 'BeLessThan')] [Alias('LT')] [switch] $BeLessThan,
        [Parameter(Mandatory, ParameterSetName = 'BeLessOrEqual')] [Alias('LE')] [switch] $BeLessOrEqual,
        [Parameter(Mandatory, ParameterSetName = 'BeIn')] [switch] $BeIn,
        [Parameter(Mandatory, ParameterSetName = 'Contain')] [switch] $Contain,
        [Parameter(Mandatory, ParameterSetName = 'HaveCount')] [switch] $HaveCount,
        [Parameter(Mandatory, ParameterSetName = 'Exist')] [switch] $Exist,
        [Parameter(Mandatory, ParameterSetName = 'HaveParameter')] [switch] $HaveParameter,
        [Parameter(Mandatory, ParameterSetName = 'Throw')] [switch] $Throw,

        [Parameter(Position = 0, ParameterSetName = 'Be')]
        [Parameter(Position = 0, ParameterSetName = 'BeExactly')]
        [Parameter(Position = 0, ParameterSetName = 'BeLike')]
        [Parameter(Position = 0, ParameterSetName = 'BeLikeExactly')]
        [Parameter(Position = 0, ParameterSetName = 'BeGreaterThan')]
        [Parameter(Position = 0, ParameterSetName = 'BeGreaterOrEqual')]
        [Parameter(Position = 0, ParameterSetName = 'BeLessThan')]
        [Parameter(Position = 0, ParameterSetName = 'BeLessOrEqual')]
        [Parameter(Position = 0, ParameterSetName = 'Contain')]
        $ExpectedValue,
        [Parameter(Position = 0, ParameterSetName = 'BeIn')] [object[]] $ExpectedCollection,
        [Parameter(Position = 0, ParameterSetName = 'HaveCount')] [int] $ExpectedCount,
        [Parameter(Position = 0, ParameterSetName = 'BeOfType')] $ExpectedType,
        [Parameter(Position = 0, ParameterSetName = 'Match')]
        [Parameter(Position = 0, ParameterSetName = 'MatchExactly')]
        [string] $RegularExpression,

        [Parameter(Position = 0, ParameterSetName = 'Throw')] [string] $ExpectedMessage,
        [Parameter(Position = 1, ParameterSetName = 'Throw')] [string] $ErrorId,
        [Parameter(Position = 2, ParameterSetName = 'Throw')] [type] $ExceptionType,
        [Parameter(ParameterSetName = 'Throw')] [switch] $PassThru,

        [Parameter(Position = 0, ParameterSetName = 'HaveParameter')] [string] $ParameterName,
        [Parameter(Position = 1, ParameterSetName = 'HaveParameter')] $Type,
        [Parameter(ParameterSetName = 'HaveParameter')] [switch] $Mandatory,
        [Parameter(ParameterSetName = 'HaveParameter')] [string] $InParameterSet,
        [Parameter(ParameterSetName = 'HaveParameter')] [string[]] $Alias
    )

    begin { $values = [System.Collections.Generic.List[object]]::new() }
    process { $values.Add($ActualValue) }
    end {
        # Some assertions are about all that was piped together, the others about each value.
        if ($PSCmdlet.ParameterSetName -in 'Be', 'BeExactly', 'BeNullOrEmpty', 'Contain', 'HaveCount') {
            Assert-Value $PSCmdlet.ParameterSetName $values.ToArray() $PSBoundParameters
            return
        }
        if ($values.Count -eq 0) { $values.Add($null) }
        foreach ($value in $values) { Assert-Value $PSCmdlet.ParameterSetName $value $PSBoundParameters }
    }
}

function Assert-Value([string] $Name, $Value, $Bound) {
    $expected = [System.Collections.Hashtable]::new($Bound, [System.StringComparer]::OrdinalIgnoreCase)
    $verdict = & $script:assertions[$Name] $Value $expected
    if ($verdict.Holds -ne [bool] $expected.Not) {
        if ($expected.PassThru) { $verdict.Output }
        return
    }

    $because = $expected.Because ? ", because $($expected.Because -replace '^because\s+')" : ''
    $not = $expected.Not ? 'not ' : ''
    throw (New-AssertionError "Wanted ${not}$($verdict.Wanted)$because; got $($verdict.Got).")
}
