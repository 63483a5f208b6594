function Stop-Unsupported([string] $Name) {
    throw [System.NotSupportedException]::new("PwshHost's subset of Pester does not have '$Name'.")
}

function Mock { Stop-Unsupported 'Mock' }
function InModuleScope { Stop-Unsupported 'InModuleScope' }
function Assert-MockCalled { Stop-Unsupported 'Assert-MockCalled' }
function New-MockObject { Stop-Unsupported 'New-MockObject' }
function Add-ShouldOperator { Stop-Unsupported 'Add-ShouldOperator' }
