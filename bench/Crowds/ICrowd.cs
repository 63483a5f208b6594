namespace Bench.Crowds;

/// <summary>Makes many connections and keeps them.</summary>
internal interface ICrowd : IDisposable
{
    /// <summary>Loads and runs once the code that connecting needs, and leaves no connection.</summary>
    Task WarmUpAsync(Uri endpoint);

    Task ConnectAsync(Uri endpoint, int count);
}
