using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>The results of an earlier run: what Test-IotDevice has emitted, as ConvertTo-Json writes it.</summary>
internal sealed class CheckBaseline
{
    private readonly Dictionary<string, string> _results = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The result of a check; null where the file does not have it.</summary>
    public string? this[string check] => _results.GetValueOrDefault(check);

    /// <exception cref="IotException">The file can not be read, or holds no results.</exception>
    public static CheckBaseline Read(string path)
    {
        var baseline = new CheckBaseline();
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            var rows = root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().ToList() : [root];
            foreach (var row in rows)
            {
                if (row.Text("Name") is { } name && row.Text("Result") is { } result)
                    baseline._results[name] = result;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw Invalid($"The baseline '{path}' can not be read: {e.Message}", e);
        }

        return baseline._results.Count > 0 ? baseline : throw Invalid($"The baseline '{path}' holds no results.");
    }

    private static IotException Invalid(string message, Exception? inner = null) => new(
        IotErrorId.InvalidJudgeFile,
        message,
        "Write one with Test-IotDevice … | ConvertTo-Json | Set-Content baseline.json.",
        inner);
}
