namespace AliyunIotWs.Emulator.Faults;

/// <summary>
/// Remembers what was sent twice. A device acknowledges both; the session expects one, so that the first passes and the
/// second is kept from it.
/// </summary>
internal sealed class DoubledDeliveries
{
    private readonly object _gate = new();
    private readonly Dictionary<ushort, bool> _acknowledgedOnce = [];

    /// <summary>Call it before the first of the two is sent.</summary>
    public void Add(ushort packetId)
    {
        lock (_gate)
            _acknowledgedOnce[packetId] = false;
    }

    /// <summary>True for the PUBACK that the session must not see.</summary>
    public bool IsSurplus(ushort packetId)
    {
        lock (_gate)
        {
            if (!_acknowledgedOnce.TryGetValue(packetId, out bool once))
                return false;
            if (once)
                _acknowledgedOnce.Remove(packetId);
            else
                _acknowledgedOnce[packetId] = true;
            return once;
        }
    }
}
