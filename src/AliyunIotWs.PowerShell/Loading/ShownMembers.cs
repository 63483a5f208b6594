using System.Globalization;
using System.Management.Automation;

namespace AliyunIotWs.PowerShell.Loading;

/// <summary>
/// Properties as PowerShell sees them. A time is a [datetime] that CSV and lists show whole, to its last digit and with its
/// zone. Text of others is the string that it is; only where a terminal would obey it is it shown with pictures, also by
/// <c>Format-List *</c>, which asks no view. Not meant for users.
/// </summary>
public static class ShownMembers
{
    /// <summary>Whether commands use it where none is named.</summary>
    public static object? IsDefault(PSObject item)
    {
        // What formats may run on a thread without a session.
        if (System.Management.Automation.Runspaces.Runspace.DefaultRunspace is null)
            return null;
        return item.BaseObject switch
        {
            IotMqttConnection connection => ReferenceEquals(ModuleState.Current.Default, connection),
            IotEmulator emulator => ReferenceEquals(ModuleState.Current.DefaultEmulator, emulator),
            _ => null,
        };
    }

    /// <summary>Property of a message or a subscription.</summary>
    public static object? Topic(PSObject item) => Text(item.BaseObject switch
    {
        IotMessage message => message.Topic,
        IotEmulatorMessage message => message.Topic,
        IotRequest request => request.Topic,
        IotMqttPacket packet => packet.Topic,
        IotPublishReceipt receipt => receipt.Topic,
        IotSubscription subscription => subscription.Topic,
        _ => null,
    });

    /// <summary>Property of a message.</summary>
    public static object? Payload(PSObject item) => Text(item.BaseObject switch
    {
        IotMessage message => message.Payload,
        IotEmulatorMessage message => message.Payload,
        IotRequest request => request.Payload,
        IotMqttPacket packet => packet.Payload,
        IotReply reply => reply.Payload,
        IotEmulatorCall call => call.Payload,
        _ => null,
    });

    /// <summary>Property of a reply.</summary>
    public static object? Message(PSObject item) => Text((item.BaseObject as IotReply)?.Message);

    /// <summary>Property of a message.</summary>
    public static object? ReceivedAt(PSObject item) => Time(item.BaseObject switch
    {
        IotMessage message => message.ReceivedAt,
        IotEmulatorMessage message => message.ReceivedAt,
        IotRequest request => request.ReceivedAt,
        _ => null,
    });

    /// <summary>Property of a packet or an event.</summary>
    public static object? Time(PSObject item) => Time(item.BaseObject switch
    {
        IotMqttPacket packet => packet.Time,
        IotEmulatorEvent line => line.Time,
        _ => null,
    });

    /// <summary>Property of a connection or a device.</summary>
    public static object? ConnectedAt(PSObject item) => Time(item.BaseObject switch
    {
        IotMqttConnection connection => connection.ConnectedAt,
        IotEmulatorDevice device => device.ConnectedAt,
        _ => null,
    });

    /// <summary>Property of a device.</summary>
    public static object? RegisteredAt(PSObject item) => Time((item.BaseObject as IotEmulatorDevice)?.RegisteredAt);

    /// <summary>Property of a device.</summary>
    public static object? ActivatedAt(PSObject item) => Time((item.BaseObject as IotEmulatorDevice)?.ActivatedAt);

    // ISO 8601 where no format is asked for.
    private static PSObject? Time(DateTime? time) => time is { } given
        ? With(given, (format, provider) => format is null && provider is null
            ? given.ToString("o", CultureInfo.InvariantCulture)
            : given.ToString(format, provider))
        : null;

    private static object? Text(string? text) =>
        text is null || ReferenceEquals(IotText.Show(text), text) ? text : With(text, (_, _) => IotText.Show(text));

    private static PSObject With(object value, Func<string?, IFormatProvider?, string> show)
    {
        var item = new PSObject(value);
        // A string keeps its members from one look to the next.
        if (item.Members.Match(nameof(ToString), PSMemberTypes.CodeMethod).Count == 0)
            item.Members.Add(new TextMethod(show));
        return item;
    }
}
