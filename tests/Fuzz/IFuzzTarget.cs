namespace AliyunIotWs.Fuzz;

/// <summary>A place where bytes of a stranger come in.</summary>
internal interface IFuzzTarget
{
    string Name { get; }

    /// <summary>Feeds one case.</summary>
    /// <exception cref="BrokenInvariantException">Something happened that no input may bring about.</exception>
    Task<Outcome> RunAsync(FuzzCase fuzz);
}
