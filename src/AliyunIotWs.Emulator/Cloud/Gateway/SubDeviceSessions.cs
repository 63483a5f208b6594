using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;

namespace AliyunIotWs.Emulator.Cloud.Gateway;

/// <summary>
/// Begins and ends the sessions of sub-devices. A device is online in one place: over its own connection or over one
/// gateway, and the newest place counts.
/// </summary>
internal sealed class SubDeviceSessions(CloudContext cloud, GatewayNotices notices)
{
    private readonly object _gate = new();

    /// <summary>Puts a device online over a gateway.</summary>
    public void Begin(DeviceEntry device, DeviceEntry gateway, string? clientId, bool clean)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(device.Session?.Gateway, gateway))
                End(device, AlinkCode.ConnectedElsewhere, "device connect in elsewhere", $"it logged in over {gateway.Key}");
            device.Kick()?.LogKick($"logged in over the gateway {gateway.Key}, its own connection was closed");
            device.Begin(new(gateway, clientId, clean, cloud.Time.GetUtcNow()));
        }

        cloud.Events.Add(EmulatorEventCode.Connected, $"over the gateway {gateway.Key}", device.Identity, clientId);

        // Not waited for: this is the thread of the gateway's connection. It ends by itself, and what fails is in the log.
        _ = cloud.Delivery.SendKeptAsync(device);
    }

    /// <summary>Puts a device behind a gateway; the one that it leaves is told.</summary>
    public void Attach(DeviceEntry gateway, DeviceEntry device)
    {
        if (cloud.Topology.Add(gateway, device) is { } previous && ReferenceEquals(device.Session?.Gateway, previous))
            End(device, AlinkCode.NotInTopology, "topo relation not exist", $"it lives behind {gateway.Key} now");
    }

    /// <summary>Throws a device off its gateway, which is told.</summary>
    /// <param name="device">The device.</param>
    /// <param name="code">The platform's, for the gateway.</param>
    /// <param name="message">The platform's, for the gateway.</param>
    /// <param name="reason">For the log.</param>
    /// <returns>False where it was not online over one.</returns>
    public bool End(DeviceEntry device, int code, string message, string reason)
    {
        lock (_gate)
        {
            if (device.EndSession() is not { } session)
                return false;
            cloud.Events.Add(
                EmulatorEventCode.Kicked,
                $"{code} {message}: {reason}; it was online over the gateway {session.Gateway.Key}",
                device.Identity,
                session.ClientId);
            notices.Error(session.Gateway, device, code, message);
            return true;
        }
    }

    /// <summary>Takes a device offline because its gateway says so, or is gone.</summary>
    /// <returns>False where it was not online over this gateway.</returns>
    public bool Leave(DeviceEntry device, DeviceEntry gateway, string reason)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(device.Session?.Gateway, gateway))
                return false;
            var session = device.EndSession()!;
            cloud.Events.Add(EmulatorEventCode.Disconnected, reason, device.Identity, session.ClientId);
            return true;
        }
    }

    /// <summary>A gateway has gone offline, and with it all that it carried.</summary>
    public void LeaveAll(DeviceEntry gateway)
    {
        foreach (var device in gateway.SubDevices.All)
            Leave(device, gateway, $"its gateway {gateway.Key} has gone offline");
    }

    /// <summary>The device connects by itself.</summary>
    public void TakeOver(DeviceEntry device) =>
        End(device, AlinkCode.ConnectedElsewhere, "device connect in elsewhere", "it connected by itself");

    /// <summary>Throws a device off its gateway on command.</summary>
    /// <returns>False where it was not online over one.</returns>
    public bool Disconnect(DeviceEntry device) =>
        End(device, AlinkCode.ConnectedElsewhere, "device connect in elsewhere", "kicked on command");

    /// <summary>
    /// Tells a gateway that it may not send for a device that lives behind it, but is not online over it.
    /// </summary>
    public void DenyMessage(DeviceEntry gateway, DeviceEntry device, string topic, ReadOnlyMemory<byte> payload)
    {
        const string Message = "device session error";
        using var document = CompactJson.TryRead(payload);
        string? id = document?.RootElement.Text("id");
        cloud.Events.Add(
            EmulatorEventCode.PublishDenied,
            $"topic auth failed for {topic}: {AlinkCode.NoSession} {Message}, the sub-device is not online over this gateway; "
            + "log it in first",
            gateway.Identity);
        notices.Error(gateway, device, AlinkCode.NoSession, Message, id);
    }
}
