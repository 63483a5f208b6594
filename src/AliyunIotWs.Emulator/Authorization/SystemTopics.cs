using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Authorization;

/// <summary>
/// The one table of the platform's own topics. Requests and their replies are the rows of the pages on the Alink
/// protocol; what is sent without SUBSCRIBE is the list of the page "Automatic topic subscription". The page on the MQTT
/// standard gives both rights on all of <c>/sys/{pk}/{dn}/thing/#</c>; the list of topics gives one right each, and
/// that is what counts here, so that a device that publishes where only the cloud does is not taken for a working one.
/// </summary>
/// <remarks>
/// Not in the list of automatic subscriptions, yet Link SDK C 4.1 counts on them and subscribes to nothing at all: NTP,
/// the sub-devices' login, custom RRPC, the batch post's reply, downloads, the bootstrap's notice and the debug switch.
/// They are marked as automatic here; that the platform does so is likely, not documented.
/// </remarks>
internal static class SystemTopics
{
    private const string Own = "/sys/{pk}/{dn}";

    private const TopicAccess Up = TopicAccess.Publish;
    private const TopicAccess Down = TopicAccess.Subscribe;
    private const TopicAccess Both = TopicAccess.PublishSubscribe;

    private const TopicDelivery Automatic = TopicDelivery.Automatic;
    private const TopicDelivery Subscribed = TopicDelivery.Subscribed;
    private const TopicDelivery Always = TopicDelivery.Always;

    /// <summary>All rows; where several fit a topic, their rights add up.</summary>
    public static IReadOnlyList<SystemTopic> All { get; } =
    [
        .. ThingModel(), .. Management(), .. Gateway(), .. LivingPlatform(), .. OutsideOfSys(),
    ];

    /// <summary>What the device may do with a topic.</summary>
    public static TopicAccess AccessOf(EmulatorDevice device, ReadOnlySpan<string> topic)
    {
        var access = TopicAccess.None;
        foreach (var row in All)
        {
            if (!row.Verbatim && row.Pattern.Meets(device, topic))
                access |= row.Access;
        }

        return access;
    }

    /// <summary>
    /// True when the filter is granted: some topic of the device's own fits it and is one to subscribe to.
    /// </summary>
    public static bool Grants(EmulatorDevice device, string filter, ReadOnlySpan<string> levels)
    {
        foreach (var row in All)
        {
            if (row.Access.HasFlag(Down) && (row.Verbatim ? row.Template == filter : row.Pattern.Meets(device, levels)))
                return true;
        }

        return false;
    }

    /// <summary>Who is sent a message on a topic of this device.</summary>
    public static TopicDelivery DeliveryOf(EmulatorDevice device, ReadOnlySpan<string> topic)
    {
        var delivery = Subscribed;
        foreach (var row in All)
        {
            if (row.Delivery > delivery && row.Pattern.Meets(device, topic))
                delivery = row.Delivery;
        }

        return delivery;
    }

    private static IEnumerable<SystemTopic> ThingModel() =>
    [
        // "property" is an event to the platform, so that this row is the property post too.
        .. Request("/thing/event/+/post", Automatic),
        .. Request("/thing/event/property/batch/post", Automatic),
        .. Request("/thing/event/property/history/post", Automatic),
        .. Request("/thing/event/property/pack/post", Subscribed),
        .. Request("/thing/model/up_raw", Automatic),
        .. Call("/thing/model/down_raw", Automatic),
        .. Call("/thing/service/property/set", Automatic),
        .. Call("/thing/service/property/get", Automatic),
        .. Call("/thing/service/+", Automatic),
        .. Request("/thing/property/desired/get", Automatic),
        .. Request("/thing/property/desired/delete", Automatic),
        .. Request("/thing/dsltemplate/get", Automatic),
        .. Request("/thing/dynamicTsl/get", Automatic),
        new(Own + "/rrpc/request/+", Down, Automatic),
        new(Own + "/rrpc/response/+", Up),
        new(Own + "/broadcast/request/+", Down, Always),
    ];

    private static IEnumerable<SystemTopic> Management() =>
    [
        .. Request("/thing/deviceinfo/update", Automatic),
        .. Request("/thing/deviceinfo/delete", Automatic),
        .. Request("/thing/config/get", Automatic),
        .. Call("/thing/config/push", Automatic),

        // The official Node SDK subscribes to it, though it is the device that publishes there.
        new(Own + "/thing/config/push_reply", Down),
        .. Request("/thing/config/log/get", Automatic),
        new(Own + "/thing/config/log/push", Down, Automatic),
        .. Request("/thing/log/post", Subscribed),
        .. Request("/_thing/diag/post", Subscribed),
        .. Request("/thing/ota/firmware/get", Automatic),
        .. Request("/thing/file/download", Automatic),
        .. Call("/thing/job/notify", Automatic),
        .. Request("/thing/job/get", Automatic),
        .. Request("/thing/job/update", Automatic),
        .. Call("/thing/bootstrap/notify", Automatic),
        new(Own + "/thing/bootstrap/config/push", Down, Automatic),
        new(Own + "/edge/debug/switch", Down, Automatic),
    ];

    private static IEnumerable<SystemTopic> Gateway() =>
    [
        .. Request("/thing/topo/add", Automatic),
        .. Request("/thing/topo/delete", Automatic),
        .. Request("/thing/topo/get", Automatic),
        .. Call("/thing/topo/add/notify", Subscribed),
        .. Call("/thing/topo/change", Automatic),
        .. Request("/thing/list/found", Subscribed),
        .. Request("/thing/sub/register", Automatic),
        .. Request("/thing/sub/unregister", Automatic),
        .. Request("/thing/proxy/provisioning/product_register", Automatic),
        .. Call("/thing/gateway/permit", Automatic),
        .. Call("/thing/disable", Subscribed),
        .. Call("/thing/enable", Subscribed),
        .. Call("/thing/delete", Subscribed),

        // In the list of automatic subscriptions, though it is the device that publishes there.
        new(Own + "/thing/disable_reply", Down, Automatic),
    ];

    private static IEnumerable<SystemTopic> LivingPlatform() =>
    [
        .. Request("/thing/lan/prefix/get", Automatic),
        .. Call("/thing/lan/prefix/update", Automatic),
        .. Request("/thing/lan/blacklist/update", Automatic),
        .. Request("/thing/reset", Automatic),
        .. Request("/thing/cipher/get", Automatic),
        .. Request("/thing/awss/enrollee/match", Automatic),
        .. Request("/thing/awss/enrollee/found", Automatic),
        .. Call("/thing/awss/enrollee/checkin", Automatic),
        .. Call("/thing/awss/device/switchap", Automatic),
        .. Call("/_thing/event/notify", Automatic),
        .. Request("/_thing/service/post", Automatic),
    ];

    private static IEnumerable<SystemTopic> OutsideOfSys() =>
    [
        new("/ota/device/inform/{pk}/{dn}", Up),
        new("/ota/device/progress/{pk}/{dn}", Up),
        new("/ota/device/upgrade/{pk}/{dn}", Down, Automatic),

        // Question and answer have the same topic.
        new("/ota/device/request/{pk}/{dn}", Both, Automatic),
        new("/shadow/update/{pk}/{dn}", Up),
        new("/shadow/get/{pk}/{dn}", Down, Automatic),

        new("/ext/ntp/{pk}/{dn}/request", Up),
        new("/ext/ntp/{pk}/{dn}/response", Down, Automatic),
        .. Session("login"), .. Session("logout"), .. Session("batch_login"), .. Session("batch_logout"),
        new("/ext/rrpc/+/sys/{pk}/{dn}/#", Both, Automatic),

        // The topic that follows keeps its own slash, though not in the page's example nor in the official Python SDK.
        new("/ext/rrpc/+//{pk}/{dn}/#", Both, Automatic),
        new("/ext/rrpc/+/{pk}/{dn}/#", Both),

        // A Go SDK asks for it. What is delivered is the device's own all the same.
        new("/ext/rrpc/#", Down) { Verbatim = true },

        // The official C SDK 3.x asks for it on start and does not go on before it is granted, gateway or not.
        new("/ext/error/{pk}/{dn}", Down),
        new("/ext/network/probe/+", Down),
        new("/ext/register", Down, Always),
        new("/ext/regnwl", Down, Always),
        new("/ext/auth/identity/response", Down, Always),
        new("/broadcast/{pk}/#", Down),
    ];

    private static SystemTopic[] Request(string path, TopicDelivery reply) =>
        [new(Own + path, Up), new(Own + path + "_reply", Down, reply)];

    private static SystemTopic[] Call(string path, TopicDelivery call) =>
        [new(Own + path, Down, call), new(Own + path + "_reply", Up)];

    private static SystemTopic[] Session(string verb) =>
    [
        new("/ext/session/{pk}/{dn}/combine/" + verb, Up),
        new("/ext/session/{pk}/{dn}/combine/" + verb + "_reply", Down, Automatic),
    ];
}
