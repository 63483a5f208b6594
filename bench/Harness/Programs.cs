namespace Bench.Harness;

internal static class Programs
{
    // Debian keeps servers in a folder that is not in everybody's PATH.
    private static readonly string[] s_more = ["/usr/sbin", "/usr/local/sbin"];

    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Concat(s_more)
            .SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".exe") })
            .FirstOrDefault(File.Exists);
}
