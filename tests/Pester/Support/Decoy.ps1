# Writes an assembly with a name, a version and nothing in it: a library that another module has brought along.
function New-DecoyAssembly([string] $Path, [string] $Name, [version] $Version) {
    $metadata = [System.Reflection.Metadata.Ecma335.MetadataBuilder]::new()
    $none = [System.Reflection.Metadata.GuidHandle]::new()
    $null = $metadata.AddModule(
        0, $metadata.GetOrAddString("$Name.dll"), $metadata.GetOrAddGuid([guid]::NewGuid()), $none, $none)
    $null = $metadata.AddAssembly(
        $metadata.GetOrAddString($Name), $Version, [System.Reflection.Metadata.StringHandle]::new(),
        [System.Reflection.Metadata.BlobHandle]::new(), 0, 'None')
    # Every assembly has this type, in which global methods would stand (ECMA-335, II.10.8).
    $null = $metadata.AddTypeDefinition(
        0, [System.Reflection.Metadata.StringHandle]::new(), $metadata.GetOrAddString('<Module>'),
        [System.Reflection.Metadata.EntityHandle]::new(),
        [System.Reflection.Metadata.Ecma335.MetadataTokens]::FieldDefinitionHandle(1),
        [System.Reflection.Metadata.Ecma335.MetadataTokens]::MethodDefinitionHandle(1))
    $file = [System.Reflection.PortableExecutable.ManagedPEBuilder]::new(
        [System.Reflection.PortableExecutable.PEHeaderBuilder]::CreateLibraryHeader(),
        [System.Reflection.Metadata.Ecma335.MetadataRootBuilder]::new($metadata),
        [System.Reflection.Metadata.BlobBuilder]::new())
    $content = [System.Reflection.Metadata.BlobBuilder]::new()
    $null = $file.Serialize($content)
    [System.IO.File]::WriteAllBytes($Path, $content.ToArray())
}
