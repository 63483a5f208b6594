using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Authorization;

/// <summary>A topic class of a product, as it is defined in the console.</summary>
internal sealed class TopicClass
{
    private const string Prefix = "/{pk}/{dn}";

    private readonly TopicPattern _pattern;

    private TopicClass(string path, TopicAccess access)
    {
        Path = path;
        Access = access;
        _pattern = new TopicPattern(Prefix + path);
    }

    /// <summary>What a product has from the start (page "MQTT protocol").</summary>
    public static IReadOnlyList<TopicClass> Defaults { get; } =
    [
        new("/user/update", TopicAccess.Publish),
        new("/user/update/error", TopicAccess.Publish),
        new("/user/get", TopicAccess.Subscribe),
    ];

    /// <summary>What follows product key and device name, such as <c>/user/update</c>.</summary>
    public string Path { get; }

    public TopicAccess Access { get; }

    /// <summary>Checks a definition by the console's rules.</summary>
    /// <param name="path">What follows product key and device name, with or without the first slash.</param>
    /// <param name="access">What devices may do with it.</param>
    /// <exception cref="ArgumentException">The console would not take it.</exception>
    public static TopicClass Define(string path, TopicAccess access)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!path.StartsWith('/'))
            path = "/" + path;
        if (FaultOf(path, access) is { } fault)
            throw new ArgumentException($"'{path}' is no topic class: {fault}.", nameof(path));
        return new TopicClass(path, access);
    }

    /// <summary>True when a device may publish on the topic.</summary>
    public bool Takes(EmulatorDevice device, ReadOnlySpan<string> topic) =>
        Access.HasFlag(TopicAccess.Publish) && _pattern.Covers(device, topic);

    /// <summary>True when a device may subscribe to the filter: a wildcard needs a class that has it too.</summary>
    public bool Grants(EmulatorDevice device, ReadOnlySpan<string> filter) =>
        Access.HasFlag(TopicAccess.Subscribe) && _pattern.Covers(device, filter);

    public override string ToString() => $"{Path} ({Access})";

    private static string? FaultOf(string path, TopicAccess access)
    {
        if (access == TopicAccess.None)
            return "it gives no right";
        string[] levels = path.Split('/')[1..];
        int slashes = levels.Length + 2;
        if (slashes > PlatformLimits.TopicSlashes)
            return $"its topics have {slashes} slashes, the platform allows {PlatformLimits.TopicSlashes}";
        for (int i = 0; i < levels.Length; i++)
        {
            if (levels[i] is "+" or "#")
            {
                if (access.HasFlag(TopicAccess.Publish))
                    return "a wildcard needs a class that is subscribed to only";
                if (levels[i] == "#" && i < levels.Length - 1)
                    return "# stands on the last level";
            }
            else if (levels[i].Length == 0 || !levels[i].All(IsLevelCharacter))
            {
                return "a level has letters, digits and _";
            }
        }

        return null;
    }

    private static bool IsLevelCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
