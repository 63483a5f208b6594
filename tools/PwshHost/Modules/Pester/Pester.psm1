# A fault of this module must end the run; the tests have the preference of their own session state.
$ErrorActionPreference = 'Stop'
$script:moduleFolder = $PSScriptRoot

foreach ($part in 'Private', 'Public') {
    foreach ($file in [System.IO.Directory]::GetFiles([System.IO.Path]::Combine($PSScriptRoot, $part), '*.ps1')) {
        . $file
    }
}

# The innermost run; a test may start another one.
$script:run = $null
