namespace Microsoft.PowerShell.Commands;

internal sealed record ObjectPropertyValue(string Name, object? Value, bool Exists);
