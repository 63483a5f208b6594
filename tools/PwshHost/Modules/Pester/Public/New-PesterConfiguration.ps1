function New-PesterConfiguration([System.Collections.IDictionary] $Hashtable = @{}) {
    $configuration = [pscustomobject]@{
        Run    = [pscustomobject]@{
            Path = [string[]]@('.'); ExcludePath = [string[]]@(); PassThru = $false; Exit = $false; Throw = $false
        }
        Output = [pscustomobject]@{ Verbosity = 'Normal' }
        Filter = [pscustomobject]@{ FullName = [string[]]@(); Tag = [string[]]@(); ExcludeTag = [string[]]@() }
    }
    foreach ($section in $Hashtable.Keys) {
        foreach ($option in $Hashtable[$section].Keys) {
            if ($null -eq $configuration.$section -or $null -eq $configuration.$section.PSObject.Properties[$option]) {
                throw "PwshHost's subset of Pester has no option '$section.$option'."
            }
            $configuration.$section.$option = $Hashtable[$section][$option]
        }
    }
    $configuration
}
