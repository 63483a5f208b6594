function Get-ModuleVersion {
    (Import-PowerShellDataFile $Manifest).ModuleVersion
}

# Emits what CHANGELOG.md says of the version.
function Get-ReleaseNote {
    $version = Get-ModuleVersion
    $changes = Get-Content (Join-Path $Root 'CHANGELOG.md') -Raw
    $notes = [regex]::Match($changes, "(?ms)^## $([regex]::Escape($version))\b[^\n]*\n(.+?)(?=^## |\z)").Groups[1].Value.Trim()
    if (-not $notes) {
        throw "CHANGELOG.md has no section for version $version. Add '## $version' with what changed."
    }

    $notes
}

# Emits the manifest with the release notes in it.
function Get-PackedManifest {
    $placeholder = "ReleaseNotes = ''"
    $text = Get-Content $Manifest -Raw
    if (-not $text.Contains($placeholder)) {
        throw "$Manifest has no line ""$placeholder"" to fill. Add it to PSData."
    }

    $text.Replace($placeholder, "ReleaseNotes = '$((Get-ReleaseNote).Replace("'", "''"))'")
}
