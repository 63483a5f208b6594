namespace AliyunIotWs.Emulator.Judging;

/// <summary>How long a judge waits for what.</summary>
internal sealed record JudgePatience
{
    /// <summary>For the device to connect, and to come back.</summary>
    public TimeSpan Return { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the device is looked at before anything is done to it.</summary>
    public TimeSpan Watch { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For the PUBACK of a message that the device was sent.</summary>
    public TimeSpan Ack { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For a message of QoS 1, or a request, that the device sends by itself.</summary>
    public TimeSpan Message { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For what a device does after it has come back: to subscribe, to send again.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a device is watched whose request was refused.</summary>
    public TimeSpan Storm { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a port takes no connections, or refuses them, at the most.</summary>
    public TimeSpan Outage { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>For the person to stop the device.</summary>
    public TimeSpan Farewell { get; init; } = TimeSpan.FromSeconds(5);
}
