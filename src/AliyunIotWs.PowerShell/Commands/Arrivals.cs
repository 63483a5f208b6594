using AliyunIotWs.Session;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>Tells that something came in for any of several readers.</summary>
internal sealed class Arrivals : IDisposable
{
    private readonly IReadOnlyList<InboxReader> _readers;

    public Arrivals(IReadOnlyList<InboxReader> readers)
    {
        if (readers is [var only])
        {
            (_readers, Pulse) = ([], only.Inbox.Arrival);
            return;
        }

        (_readers, Pulse) = ([.. readers], new Pulse());
        foreach (var reader in _readers)
            reader.Inbox.Arrival.RelayTo(Pulse);
    }

    public Pulse Pulse { get; }

    public void Dispose()
    {
        foreach (var reader in _readers)
            reader.Inbox.Arrival.Release(Pulse);
    }
}
