using AliyunIotWs.Errors;

namespace AliyunIotWs.Requests;

/// <summary>
/// The methods that the platform's documents name. The topic of every method of the thing model follows from its name,
/// so that those which are not listed can be asked too.
/// </summary>
internal static class RequestMethods
{
    private const string Thing = "thing.";

    /// <summary>For completion, in the order of what is wanted most.</summary>
    public static IReadOnlyList<RequestMethod> All { get; } =
    [
        OfThing("thing.event.property.post"),
        OfThing("thing.event.property.batch.post"),
        OfThing("thing.event.property.history.post", takesList: true),
        OfThing("thing.event.property.pack.post"),
        OfThing("thing.property.desired.get", takesList: true),
        OfThing("thing.property.desired.delete"),
        OfThing("thing.deviceinfo.update", takesList: true),
        OfThing("thing.deviceinfo.delete", takesList: true),
        OfThing("thing.config.get"),
        OfThing("thing.config.log.get"),
        OfThing("thing.log.post", takesList: true),
        OfThing("thing.dsltemplate.get"),
        OfThing("thing.dynamicTsl.get"),
        OfThing("thing.ota.firmware.get"),
        OfThing("thing.job.get"),
        OfThing("thing.job.update"),
        OfThing("thing.model.up_raw") with { Form = RequestForm.Raw },
        OfThing("thing.topo.add", takesList: true) with { OfSubDevices = true, Signature = "signmethod" },
        OfThing("thing.topo.delete", takesList: true) with { OfSubDevices = true },
        OfThing("thing.topo.get"),
        OfThing("thing.list.found", takesList: true) with { OfSubDevices = true },
        OfThing("thing.sub.register", takesList: true) with { OfSubDevices = true },
        OfThing("thing.sub.unregister", takesList: true) with { OfSubDevices = true },
        OfThing("thing.proxy.provisioning.product_register"),
        OfSession("login") with { Signature = "signMethod" },
        OfSession("logout"),
        OfSession("batch_login") with { Signature = "signMethod" },
        OfSession("batch_logout") with { TakesList = true },
        OfShadow("get"),
        OfShadow("update"),
        OfShadow("delete"),
        OfUpgrade("inform", replies: false),
        OfUpgrade("progress", replies: false),
        OfUpgrade("request", replies: true),
        // A repetition would arrive late, and make the time wrong.
        new(
            "ntp.request", "/ext/ntp/{ProductKey}/{DeviceName}/request", "/ext/ntp/{ProductKey}/{DeviceName}/response",
            RequestForm.Time, Qos: 0),
    ];

    /// <exception cref="IotException">No method has this name.</exception>
    public static RequestMethod Find(string name)
    {
        foreach (var method in All)
        {
            if (string.Equals(method.Name, name, StringComparison.OrdinalIgnoreCase))
                return method;
        }

        if (name.StartsWith("thing.service.", StringComparison.Ordinal))
        {
            throw new IotException(
                IotErrorId.InvalidMethod,
                $"The method '{name}' is for the cloud to ask of a device.",
                "Receive-IotRequest emits what the cloud asks, and Send-IotReply answers it.");
        }

        if (name.StartsWith(Thing, StringComparison.Ordinal) && name.Split('.').All(IsLevel))
            return OfThing(name);
        throw new IotException(
            IotErrorId.InvalidMethod,
            $"There is no method '{name}'.",
            "Give the name as the platform's documents do, such as thing.event.property.post or thing.event.Alarm.post, "
            + "or shadow.get, ntp.request, ota.inform, combine.login; Tab completes the names.");
    }

    private static bool IsLevel(string level) =>
        level.Length > 0 && level.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or ':');

    private static RequestMethod OfThing(string name, bool takesList = false)
    {
        string topic = $"/sys/{{ProductKey}}/{{DeviceName}}/{name.Replace('.', '/')}";
        return new RequestMethod(name, topic, topic + "_reply", RequestForm.Alink, takesList);
    }

    // The platform takes logins and logouts of sub-devices with QoS 0 only.
    private static RequestMethod OfSession(string verb)
    {
        string topic = "/ext/session/{ProductKey}/{DeviceName}/combine/" + verb;
        return new RequestMethod(
            "combine." + verb, topic, topic + "_reply", RequestForm.Bare, OfSubDevices: true, Qos: 0);
    }

    private static RequestMethod OfShadow(string verb) => new(
        "shadow." + verb, "/shadow/update/{ProductKey}/{DeviceName}", "/shadow/get/{ProductKey}/{DeviceName}",
        RequestForm.Shadow);

    private static RequestMethod OfUpgrade(string verb, bool replies)
    {
        string topic = $"/ota/device/{verb}/{{ProductKey}}/{{DeviceName}}";
        return new RequestMethod("ota." + verb, topic, replies ? topic : null, RequestForm.Bare);
    }
}
