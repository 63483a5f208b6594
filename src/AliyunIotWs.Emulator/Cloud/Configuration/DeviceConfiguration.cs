namespace AliyunIotWs.Emulator.Cloud.Configuration;

/// <summary>How a device is configured from the cloud. Bounded: one file of 64 KiB.</summary>
internal sealed class DeviceConfiguration
{
    /// <summary>Bytes of a configuration.</summary>
    public const int MostBytes = 64 * 1024;

    private RemoteConfiguration? _file;

    /// <summary>The file to fetch; null where there is none.</summary>
    public RemoteConfiguration? File
    {
        get => Volatile.Read(ref _file);
        set => Volatile.Write(ref _file, value);
    }

    /// <summary>True when the device is to send its log lines.</summary>
    public bool SendsLog { get; set; }
}
