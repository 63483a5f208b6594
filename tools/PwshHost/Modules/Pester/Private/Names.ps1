# <name> and <_.Property> stand for values that are known when the test runs.
function Expand-Name([string] $Name) {
    if (-not $Name.Contains('<')) { return $Name }
    $pattern = '(?<!`)<([\w$]+(?:\.\w+)*)>'
    $expanded = [regex]::Replace($Name, $pattern, {
            param($match)
            $expression = '$' + $match.Groups[1].Value.TrimStart('$')
            $value = ConvertTo-Frame ([scriptblock]::Create("`"`$($expression)`""))
            try { & $value } catch { $match.Value }
        })
    $expanded.Replace('`<', '<').Replace('`>', '>')
}

function Set-ExpandedName($Node, $Parent) {
    $Node.ExpandedName = Expand-Name $Node.Name
    $prefix = $Parent.ExpandedPath
    $Node.ExpandedPath = $prefix ? "$prefix.$($Node.ExpandedName)" : $Node.ExpandedName
}
