namespace AliyunIotWs.Recording;

/// <summary>
/// Where the links of a connection find the trace that they tell of their packets, as long as there is one.
/// </summary>
internal sealed class PacketTap
{
    private volatile PacketTrace? _trace;

    /// <summary>Null: nobody wants to know.</summary>
    public PacketTrace? Trace
    {
        get => _trace;
        set => _trace = value;
    }
}
