namespace PwshHost.Hosting;

internal static class SubstituteAliases
{
    private static readonly (string Alias, string Command)[] s_everywhere =
    [
        ("echo", "Write-Output"), ("cd", "Set-Location"), ("chdir", "Set-Location"), ("sl", "Set-Location"),
        ("gl", "Get-Location"), ("pwd", "Get-Location"), ("pushd", "Push-Location"), ("popd", "Pop-Location"),
        ("gci", "Get-ChildItem"), ("dir", "Get-ChildItem"), ("gi", "Get-Item"), ("gc", "Get-Content"),
        ("type", "Get-Content"), ("ni", "New-Item"), ("ri", "Remove-Item"), ("del", "Remove-Item"),
        ("erase", "Remove-Item"), ("rd", "Remove-Item"), ("copy", "Copy-Item"), ("cpi", "Copy-Item"),
        ("mi", "Move-Item"), ("move", "Move-Item"), ("rvpa", "Resolve-Path"), ("cvpa", "Convert-Path"),
        ("select", "Select-Object"), ("group", "Group-Object"), ("measure", "Measure-Object"), ("ft", "Format-Table"),
        ("fl", "Format-List"), ("iex", "Invoke-Expression"), ("gv", "Get-Variable"), ("sv", "Set-Variable"),
        ("set", "Set-Variable"), ("rv", "Remove-Variable"), ("gps", "Get-Process"), ("spps", "Stop-Process"),
        ("epcsv", "Export-Csv"), ("ipcsv", "Import-Csv"),
    ];

    /// <summary>Elsewhere these words are programs, and stock PowerShell leaves them alone.</summary>
    private static readonly (string Alias, string Command)[] s_onWindows =
    [
        ("write", "Write-Output"), ("sort", "Sort-Object"), ("sleep", "Start-Sleep"), ("ps", "Get-Process"),
        ("kill", "Stop-Process"), ("ls", "Get-ChildItem"), ("cat", "Get-Content"), ("cp", "Copy-Item"),
        ("mv", "Move-Item"), ("rm", "Remove-Item"), ("rmdir", "Remove-Item"),
    ];

    public static IEnumerable<(string Alias, string Command)> All =>
        OperatingSystem.IsWindows() ? s_everywhere.Concat(s_onWindows) : s_everywhere;
}
