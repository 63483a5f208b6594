# Writes an assembly with a name, a version and nothing in it: a library that another module has brought along.
using namespace System.Reflection.Metadata
using namespace System.Reflection.Metadata.Ecma335
using namespace System.Reflection.PortableExecutable

function New-DecoyAssembly([string] $Path, [string] $Name, [version] $Version) {
    $metadata = [MetadataBuilder]::new()
    $none = [GuidHandle]::new()
    $null = $metadata.AddModule(0, $metadata.GetOrAddString("$Name.dll"), $metadata.GetOrAddGuid((New-Guid)), $none, $none)
    $null = $metadata.AddAssembly(
        $metadata.GetOrAddString($Name), $Version, [StringHandle]::new(), [BlobHandle]::new(), 0, 'None')
    # Every assembly has this type, in which global methods would stand (ECMA-335, II.10.8).
    $null = $metadata.AddTypeDefinition(
        0, [StringHandle]::new(), $metadata.GetOrAddString('<Module>'), [EntityHandle]::new(),
        [MetadataTokens]::FieldDefinitionHandle(1), [MetadataTokens]::MethodDefinitionHandle(1))
    $file = [ManagedPEBuilder]::new(
        [PEHeaderBuilder]::CreateLibraryHeader(), [MetadataRootBuilder]::new($metadata), [BlobBuilder]::new())
    $content = [BlobBuilder]::new()
    $null = $file.Serialize($content)
    Set-Content -Path $Path -Value $content.ToArray() -AsByteStream
}
