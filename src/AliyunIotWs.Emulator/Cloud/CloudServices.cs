using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Cloud.Configuration;
using AliyunIotWs.Emulator.Cloud.DeviceLog;
using AliyunIotWs.Emulator.Cloud.Gateway;
using AliyunIotWs.Emulator.Cloud.Jobs;
using AliyunIotWs.Emulator.Cloud.Living;
using AliyunIotWs.Emulator.Cloud.Registration;
using AliyunIotWs.Emulator.Cloud.Rrpc;
using AliyunIotWs.Emulator.Cloud.Shadow;
using AliyunIotWs.Emulator.Cloud.Tags;
using AliyunIotWs.Emulator.Cloud.ThingModel;
using AliyunIotWs.Emulator.Cloud.Time;
using AliyunIotWs.Emulator.Cloud.Upgrade;
using AliyunIotWs.Emulator.Connections;
using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Cloud;

/// <summary>
/// The platform above the connection: what a device publishes on a system topic goes to the one service that the table
/// below names for it. A service works on the thread of the device's connection and never waits, so that the messages
/// of a device are served in their order and nothing piles up.
/// </summary>
internal sealed class CloudServices
{
    private readonly ServiceTable _table;

    public CloudServices(CloudContext context)
    {
        Context = context;
        Registration = new RegistrationDesk(context.Devices, context.Events);
        var notices = new GatewayNotices(context);
        Sessions = new SubDeviceSessions(context, notices);
        Desk = new DeviceDesk(context, Sessions, notices);
        Calls = new CloudCalls(context);
        Console = new CloudConsole(context);
        _table = new ServiceTable(Routes(context));
    }

    /// <summary>What the services share.</summary>
    public CloudContext Context { get; }

    /// <summary>Who gives devices their secrets.</summary>
    public RegistrationDesk Registration { get; }

    /// <summary>Who is online over which gateway.</summary>
    public SubDeviceSessions Sessions { get; }

    /// <summary>What the cloud asks of devices.</summary>
    public CloudCalls Calls { get; }

    /// <summary>What people do with a device as a whole.</summary>
    public DeviceDesk Desk { get; }

    /// <summary>What people and applications do with devices.</summary>
    public CloudConsole Console { get; }

    /// <summary>Who answers which topic.</summary>
    public IReadOnlyList<CloudRoute> Table => _table.Routes;

    /// <summary>Takes what a device has published; a topic without a service costs next to nothing.</summary>
    public void Take(DeviceEntry sender, DeviceLink link, string topic, ReadOnlyMemory<byte> payload)
    {
        // Devices publish on the same topic again and again.
        if (sender.LastServed is { } last && last.Topic == topic)
            last.Route.Serve(new CloudMessage(sender, link, last, payload));
        else if (Find(sender, topic) is { } found)
            found.Route.Serve(new CloudMessage(sender, link, found, payload));
    }

    private ServedTopic? Find(DeviceEntry sender, string topic)
    {
        if (TopicAddress.Parse(topic) is not { } address || _table.Find(address) is not { } found
            || DeviceOf(sender, address) is not { } device)
        {
            return null;
        }

        var served = new ServedTopic(topic, found.Route, found.Variable, device);
        // Another one may be deleted meanwhile.
        if (ReferenceEquals(device, sender))
            sender.LastServed = served;
        return served;
    }

    private IEnumerable<CloudRoute> Routes(CloudContext context)
    {
        var alink = new AlinkRoutes(context);
        return
        [
            .. ThingModelService.Routes(context, alink),
            .. RawService.Routes(context),
            .. DesiredService.Routes(alink),
            .. TemplateService.Routes(context, alink),
            .. TagService.Routes(alink),
            .. ConfigurationService.Routes(alink),
            .. LogService.Routes(alink),
            .. UpgradeService.Routes(context, alink),
            .. JobService.Routes(alink),
            .. ShadowService.Routes(context),
            .. NtpService.Routes(context),
            .. LivingService.Routes(alink),
            .. RrpcService.Routes(context),
            .. TopologyService.Routes(context, alink, Sessions),
            .. SubRegistrationService.Routes(context, alink, Registration, Sessions),
            .. LoginService.Routes(context, alink, Sessions),
        ];
    }

    private DeviceEntry? DeviceOf(DeviceEntry sender, TopicAddress address) =>
        address.ProductKey == sender.Identity.ProductKey && address.DeviceName == sender.Identity.DeviceName
            ? sender
            : Context.Devices.Find(address.ProductKey, address.DeviceName);
}
