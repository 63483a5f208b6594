namespace AliyunIotWs.Errors;

/// <summary>
/// A failure with a stable id and the next step for the person who reads it. Nothing secret is ever in one, and nothing
/// that a terminal would obey: a peer's words are often part of it.
/// </summary>
internal sealed class IotException(IotErrorId id, string message, string remedy, Exception? inner = null)
    : Exception(IotText.Show(message), Readable(inner))
{
    public IotErrorId Id { get; } = id;

    /// <summary>What to check or to do next, as one or two sentences.</summary>
    public string Remedy { get; } = IotText.Show(remedy);

    // Get-Error shows the causes too, and some libraries quote in them what they could not read.
    private static Exception? Readable(Exception? cause)
    {
        for (var e = cause; e is not null; e = e.InnerException)
        {
            if (!ReferenceEquals(IotText.Show(e.Message), e.Message))
                return new InvalidDataException(IotText.Show($"{e.GetType().Name}: {e.Message}"));
        }

        return cause;
    }
}
