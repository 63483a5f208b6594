using AliyunIotWs.Emulator.Judging.Recording;

namespace AliyunIotWs.Emulator.Judging;

/// <summary>How long a device waited before each of several attempts to connect.</summary>
/// <param name="Each">From the end of one attempt to the begin of the next, in their order.</param>
internal sealed record Waits(IReadOnlyList<TimeSpan> Each)
{
    /// <summary>Attempts after which a device that does not slow down is known.</summary>
    public const int Enough = 6;

    /// <summary>The platform takes five connects a minute: who waits as long as this is within it for ever.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(12);

    // Fewer than two doublings, with room for jitter.
    private const double Growth = 2.5;
    private const double LateGrowth = 1.5;

    /// <summary>The waits between the end of a connection and the attempts after it.</summary>
    public static Waits Of(Visit lost, IReadOnlyList<Visit> attempts)
    {
        var waits = new List<TimeSpan>();
        var previous = lost;
        foreach (var attempt in attempts)
        {
            if (previous.EndedAt is { } end)
                waits.Add(attempt.OpenedAt > end ? attempt.OpenedAt - end : TimeSpan.Zero);
            previous = attempt;
        }

        return new Waits(waits);
    }

    /// <summary>True where the device slows down: by one wait that is long enough, or by growing ones.</summary>
    public bool Grow
    {
        get
        {
            if (Each.Any(wait => wait >= Longest))
                return true;
            if (Each.Count < 3)
                return false;
            var begin = Each[0] < Each[1] ? Each[0] : Each[1];
            bool doubled = Each[^1] == Each.Max() && Each[^1] >= begin * Growth && Each[^1] > TimeSpan.FromSeconds(1);
            int half = Each.Count / 2;
            return doubled || (Each.Count >= Enough && Each.Skip(half).Max() >= Each.Take(half).Max() * LateGrowth
                && Each.Skip(half).Max() > TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>True where enough was seen to tell.</summary>
    public bool AreTelling => Grow || Each.Count >= Enough;

    public override string ToString() =>
        string.Join(", ", Each.Select(wait => FormattableString.Invariant($"{wait.TotalSeconds:0.00}"))) + " s";
}
