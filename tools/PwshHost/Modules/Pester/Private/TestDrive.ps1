# One folder for each test file; what a block leaves in it is removed at the block's end.
function New-TestDrive {
    $folder = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), [guid]::NewGuid().ToString('n'))
    $null = [System.IO.Directory]::CreateDirectory($folder)
    $state = $script:run.SessionState
    $outer = [pscustomobject]@{
        Folder = $folder
        Before = $state.PSVariable.GetValue('global:TestDrive')
    }
    $script:run.TestDrive = $folder
    Set-TestDriveFolder $folder
    $outer
}

function Set-TestDriveFolder([string] $Folder) {
    $state = $script:run.SessionState
    $state.PSVariable.Set('global:TestDrive', $Folder)
    foreach ($drive in $state.Drive.GetAll()) {
        if ($drive.Name -eq 'TestDrive') { $state.Drive.Remove('TestDrive', $true, 'Global') }
    }
    if (-not $Folder) { return }
    $provider = $state.Provider.GetOne('FileSystem')
    $drive = [System.Management.Automation.PSDriveInfo]::new('TestDrive', $provider, $Folder, '', $null)
    $null = $state.Drive.New($drive, 'Global')
}

function Remove-TestDrive($Outer) {
    Set-TestDriveFolder $Outer.Before
    Remove-Folder $Outer.Folder
}

function Get-TestDriveContent {
    $entries = [System.IO.Directory]::GetFileSystemEntries(
        $script:run.TestDrive, '*', [System.IO.SearchOption]::AllDirectories)
    , [System.Collections.Generic.HashSet[string]]::new([string[]] $entries)
}

function Restore-TestDrive($Known) {
    foreach ($entry in [System.IO.Directory]::GetFileSystemEntries(
            $script:run.TestDrive, '*', [System.IO.SearchOption]::AllDirectories)) {
        if ($Known.Contains($entry)) { continue }
        if ([System.IO.Directory]::Exists($entry)) { Remove-Folder $entry }
        elseif ([System.IO.File]::Exists($entry)) { [System.IO.File]::Delete($entry) }
    }
}

function Remove-Folder([string] $Folder) {
    try { [System.IO.Directory]::Delete($Folder, $true) }
    catch { Write-Warning "The folder $Folder could not be removed: $($_.Exception.InnerException.Message)" }
}
