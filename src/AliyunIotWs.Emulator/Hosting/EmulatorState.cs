namespace AliyunIotWs.Emulator.Hosting;

/// <summary>Where an emulator is in its life.</summary>
internal enum EmulatorState
{
    /// <summary>It accepts connections.</summary>
    Running,

    /// <summary>It has closed its ports and will open the same ones again.</summary>
    Restarting,

    /// <summary>It was stopped; its ports are free again.</summary>
    Stopped,

    /// <summary>It can accept no more connections; <see cref="EmulatorServer.Error"/> says why.</summary>
    Faulted,
}
