namespace AliyunIotWs.Session.Outgoing;

/// <summary>Holds messages of one connection back to a rate. Safe to use from several threads; lets all pass once disposed.</summary>
internal interface ISendPacer : IDisposable
{
    /// <summary>Takes a turn where one is free now.</summary>
    bool TryPass(int qos, int bytes);

    /// <summary>Waits for a turn; turns are given in the order of asking.</summary>
    Task PassAsync(int qos, int bytes, CancellationToken cancellation);
}
