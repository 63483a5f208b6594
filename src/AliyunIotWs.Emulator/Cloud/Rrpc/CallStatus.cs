namespace AliyunIotWs.Emulator.Cloud.Rrpc;

/// <summary>How a call ended: the results of the platform's RRpc interface that the emulator can tell apart.</summary>
internal enum CallStatus
{
    /// <summary>The device answered.</summary>
    Success,

    /// <summary>The device did not answer in time.</summary>
    Timeout,

    /// <summary>The device was offline.</summary>
    Offline,

    /// <summary>The device's connection was lost less than one keep-alive ago.</summary>
    HalfConn,
}
