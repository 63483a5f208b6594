namespace AliyunIotWs.Emulator.Judging;

/// <summary>
/// One rule that a device has to keep. A check is a class in <c>Judging/Checks</c>: it is found there, needs no list, and
/// is on the page about_AliyunIotWs_Judge with the words that it has here. Its constructor takes nothing.
/// </summary>
internal abstract class DeviceCheck
{
    /// <summary>The class's name without <c>Check</c> at its end.</summary>
    public string Name => GetType().Name[..^"Check".Length];

    public abstract CheckGroup Group { get; }

    /// <summary>What is asked of the device, in one sentence.</summary>
    public abstract Phrase Rule { get; }

    /// <summary>Where the rule stands: a page of the platform, or a section of MQTT 3.1.1 with the number of the statement.</summary>
    public abstract string Source { get; }

    /// <summary>What to change in a device that breaks it.</summary>
    public abstract Phrase Remedy { get; }

    /// <summary>The scene that has to be played before; null where all that happens is looked at, in the end.</summary>
    public virtual Type? Scene => null;

    /// <summary>
    /// Judges what was seen, and that alone: NotSeen where the device had no occasion. Is called when the device has
    /// connected at least once.
    /// </summary>
    public abstract Finding Judge(Trial trial);
}
