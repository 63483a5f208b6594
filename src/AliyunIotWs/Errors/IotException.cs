namespace AliyunIotWs.Errors;

/// <summary>
/// A failure with a stable id and the next step for the person who reads it. Nothing secret is ever in one.
/// </summary>
internal sealed class IotException(IotErrorId id, string message, string remedy, Exception? inner = null)
    : Exception(message, inner)
{
    public IotErrorId Id { get; } = id;

    /// <summary>What to check or to do next, as one or two sentences.</summary>
    public string Remedy { get; } = remedy;
}
