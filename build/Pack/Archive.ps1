# Writes a package anew so that the same files make the same bytes: entries in order of their names, one time for all,
# and without the part that NuGet gives a random name and fills with the name of the operating system.
function Format-Package([string] $Package) {
    $source = [System.IO.Compression.ZipFile]::OpenRead($Package)
    $target = [System.IO.Compression.ZipFile]::Open("$Package.new", 'Create')
    try {
        $names = [string[]]($source.Entries.FullName -notlike '*.psmdcp')
        [array]::Sort($names, [System.StringComparer]::Ordinal)
        foreach ($name in $names) {
            $entry = $target.CreateEntry($name, 'SmallestSize')
            # The first day of the format.
            $entry.LastWriteTime = [datetime]'1980-01-01'
            $entry.ExternalAttributes = 0
            $from = $source.GetEntry($name).Open()
            $to = $entry.Open()
            if ($name -eq '_rels/.rels') {
                Write-Relationship $from $to
            }
            else {
                $from.CopyTo($to)
            }
            $to.Dispose()
            $from.Dispose()
        }
    }
    finally {
        $target.Dispose()
        $source.Dispose()
    }

    Move-Item "$Package.new" $Package -Force
}

# The list of the package's parts, without the one that is left out.
function Write-Relationship([System.IO.Stream] $Source, [System.IO.Stream] $Target) {
    $list = [System.Xml.XmlDocument]::new()
    $list.Load($Source)
    @($list.DocumentElement.ChildNodes) | Where-Object Target -Like '*.psmdcp' |
        ForEach-Object { $null = $list.DocumentElement.RemoveChild($_) }
    $list.Save($Target)
}
