function BeforeAll([Parameter(Mandatory)] [scriptblock] $Scriptblock) {
    (Get-DiscoveryBlock).BeforeAll.Add($Scriptblock)
}

function AfterAll([Parameter(Mandatory)] [scriptblock] $Scriptblock) {
    (Get-DiscoveryBlock).AfterAll.Add($Scriptblock)
}

function BeforeEach([Parameter(Mandatory)] [scriptblock] $Scriptblock) {
    (Get-DiscoveryBlock).BeforeEach.Add($Scriptblock)
}

function AfterEach([Parameter(Mandatory)] [scriptblock] $Scriptblock) {
    (Get-DiscoveryBlock).AfterEach.Add($Scriptblock)
}

# It runs in the caller's scope, so that its variables reach the -ForEach arguments below it.
function BeforeDiscovery([Parameter(Mandatory)] [scriptblock] $ScriptBlock) {
    . $ScriptBlock
}
