namespace AliyunIotWs.Emulator.Judging;

/// <summary>All checks there are, found as the classes that they are.</summary>
internal static class CheckCatalog
{
    private static readonly Lazy<IReadOnlyList<DeviceCheck>> s_all = new(() =>
    [
        .. typeof(DeviceCheck).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DeviceCheck)) && !type.IsAbstract)
            .Select(type => (DeviceCheck)Activator.CreateInstance(type)!)
            .OrderBy(check => check.Group).ThenBy(check => check.Name, StringComparer.Ordinal),
    ]);

    /// <summary>By group, and then by name.</summary>
    public static IReadOnlyList<DeviceCheck> All => s_all.Value;
}
