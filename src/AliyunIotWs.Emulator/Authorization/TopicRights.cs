using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Authorization;

/// <summary>
/// What the devices of a product may do with which topic: the platform's own topics have the rights of
/// <see cref="SystemTopics"/>, all others those of the product's topic classes.
/// </summary>
/// <param name="classes">The topic classes of the product.</param>
/// <param name="lenient">Gives both rights on all that lies below the device's own prefixes.</param>
internal sealed class TopicRights(IReadOnlyList<TopicClass> classes, bool lenient)
{
    private static readonly TopicPattern[] s_ownSpace =
        [new("/{pk}/{dn}/#"), new("/sys/{pk}/{dn}/#"), new("/ext/+/{pk}/{dn}/#")];

    /// <summary>Of a product whose classes nobody has named.</summary>
    public static TopicRights Default { get; } = new(TopicClass.Defaults, lenient: false);

    /// <summary>Says why the device may not publish on the topic; null when it may.</summary>
    public string? FaultOfPublish(EmulatorDevice device, string? topic)
    {
        if (TopicSyntax.FaultOfName(topic) is { } fault)
            return fault;
        string[] levels = topic!.Split('/');
        if (IsOwnSpace(device, levels) || classes.Any(one => one.Takes(device, levels)))
            return null;
        var access = SystemTopics.AccessOf(device, levels);
        if (access.HasFlag(TopicAccess.Publish))
            return null;
        return access != TopicAccess.None || classes.Any(one => one.Grants(device, levels))
            ? "it is a topic that devices subscribe to and do not publish on"
            : FaultOfOwner(device, levels);
    }

    /// <summary>Says why the device may not subscribe to the filter; null when it may.</summary>
    public string? FaultOfSubscribe(EmulatorDevice device, string? filter)
    {
        if (TopicSyntax.FaultOfFilter(filter) is { } fault)
            return fault;
        string[] levels = filter!.Split('/');
        if (IsOwnSpace(device, levels) || classes.Any(one => one.Grants(device, levels)))
            return null;
        if (SystemTopics.Grants(device, filter, levels))
            return null;
        return SystemTopics.AccessOf(device, levels) != TopicAccess.None || classes.Any(one => one.Takes(device, levels))
            ? "it is a topic that devices publish on and do not subscribe to"
            : FaultOfOwner(device, levels);
    }

    private bool IsOwnSpace(EmulatorDevice device, string[] levels) =>
        lenient && s_ownSpace.Any(pattern => pattern.Meets(device, levels));

    private string FaultOfOwner(EmulatorDevice device, string[] levels)
    {
        string own = $"{device.ProductKey}/{device.DeviceName}";
        if (!s_ownSpace.Any(pattern => pattern.Meets(device, levels)))
            return $"the topic is not one of {own}";
        if (levels[1] is "sys" or "ext")
            return "the platform has no such topic";
        if (classes.Any(one => "/user" + TailOf(levels) == one.Path))
            return $"the topic class is not defined; one is with /user/ in it: /{own}/user{TailOf(levels)}";
        return "the product has no such topic class; define it with -Product @{ ProductKey = '" + device.ProductKey
            + "'; Topics = @{ '" + TailOf(levels) + "' = 'Publish' } } or start with -Lenient";
    }

    private static string TailOf(string[] levels) => "/" + string.Join('/', levels[3..]);
}
