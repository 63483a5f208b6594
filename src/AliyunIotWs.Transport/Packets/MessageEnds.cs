namespace AliyunIotWs.Transport.Packets;

/// <summary>Cuts a run of packets into WebSocket messages: as many packets each as fit, and one at least.</summary>
internal sealed class MessageEnds(int bytes)
{
    private readonly List<int> _ends = [];
    private int _start;
    private int _last;

    /// <summary>Tells where another packet ends.</summary>
    public void Add(int end)
    {
        if (_last > _start && end - _start > bytes)
        {
            _ends.Add(_last);
            _start = _last;
        }

        _last = end;
    }

    /// <summary>The ends of the messages, the last one included; the next packet begins at 0.</summary>
    public int[] Take()
    {
        int[] ends = [.. _ends, _last];
        _ends.Clear();
        _start = _last = 0;
        return ends;
    }
}
