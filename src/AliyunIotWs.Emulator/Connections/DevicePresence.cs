using AliyunIotWs.Emulator.Authorization;
using AliyunIotWs.Emulator.Devices;
using MQTTnet.Packets;

namespace AliyunIotWs.Emulator.Connections;

/// <summary>What a connection is to its device, from being accepted to going offline.</summary>
internal sealed class DevicePresence(
    LinkFactory shared, DeviceLink link, DeviceEntry device, string? clientId, TimeSpan silenceLimit, bool clean)
    : IDisposable
{
    private KeepAliveWatch? _watch;
    private SubscriptionGuard? _subscriptions;
    private bool _inEntrance;

    public DeviceEntry Device { get; } = device;

    /// <summary>What it may subscribe to; made by the first SUBSCRIBE, which comes before its answer.</summary>
    public SubscriptionGuard Subscriptions => _subscriptions ??= new(Device, clientId, shared.Events);

    /// <summary>True once the device has been online in this connection.</summary>
    public bool WasOnline { get; private set; }

    /// <summary>
    /// Readies a CONNECT for the server. The session belongs to the device, whatever client id it comes with; the
    /// platform knows no will; and silence is watched here, since the server does not see every packet.
    /// </summary>
    /// <param name="shared">What all connections share.</param>
    /// <param name="link">The connection.</param>
    /// <param name="device">Whose CONNECT it is.</param>
    /// <param name="clientId">For the log.</param>
    /// <param name="connect">Is changed.</param>
    public static DevicePresence Of(
        LinkFactory shared, DeviceLink link, DeviceEntry device, string? clientId, MqttConnectPacket connect)
    {
        var silence = TimeSpan.FromSeconds(connect.KeepAlivePeriod * PlatformLimits.KeepAliveTolerance);
        connect.ClientId = device.Key;
        connect.WillFlag = false;
        connect.KeepAlivePeriod = 0;
        return new DevicePresence(shared, link, device, clientId, silence, connect.CleanSession);
    }

    /// <summary>Waits for the device's entrance, which ends its present connection.</summary>
    /// <returns>The connection that was ended, or null.</returns>
    public async Task<DeviceLink?> EnterAsync(CancellationToken cancellationToken)
    {
        var previous = await Device.EnterAsync(cancellationToken).ConfigureAwait(false);
        _inEntrance = true;
        shared.Cloud.Sessions.TakeOver(Device);
        return previous;
    }

    /// <summary>Puts the device online.</summary>
    public void Attach(bool sessionPresent)
    {
        WasOnline = true;
        _inEntrance = false;
        if (silenceLimit > TimeSpan.Zero)
            _watch = new KeepAliveWatch(shared.Options.TimeProvider, silenceLimit, link);
        shared.Cloud.Sessions.TakeOver(Device);
        Device.Attach(link, sessionPresent);
    }

    /// <summary>Notes that the device has sent something.</summary>
    public void Touch() => _watch?.Touch();

    /// <summary>Takes the device offline, or gives up its place in the entrance.</summary>
    /// <param name="lost">True where neither side has ended the connection.</param>
    public void Leave(bool lost)
    {
        _watch?.Dispose();
        if (_inEntrance)
            Device.LeaveEntrance();
        _inEntrance = false;
        if (Device.Detach(link, clean, lost ? silenceLimit / PlatformLimits.KeepAliveTolerance : TimeSpan.Zero))
            shared.Cloud.Sessions.LeaveAll(Device);
    }

    public void Dispose() => _watch?.Dispose();
}
