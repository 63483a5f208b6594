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

    // A library of HTTP tries a connection again by itself, at once, that is reset before a word came: one attempt of the
    // device, which only then waits.
    private const int MostTries = 4;
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(300);

    // What two runs of the same wait differ by, on a machine that has much to do.
    private const double Tolerance = 0.03;
    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan s_most = TimeSpan.FromMilliseconds(60);

    /// <summary>The waits between the end of a connection and the attempts after it.</summary>
    public static Waits Of(Visit lost, IReadOnlyList<Visit> attempts) => Of(attempts
        .Zip(attempts.Prepend(lost), (attempt, previous) => (Attempt: attempt, Previous: previous))
        .Where(pair => pair.Previous.EndedAt is not null)
        .Select(pair => (pair.Attempt.OpenedAt - pair.Previous.EndedAt!.Value, pair.Previous.TurnsAway)));

    /// <summary>The waits before connections, without those that a library has made for the attempt before them.</summary>
    /// <param name="connections">How long after the one before, and whether that one was reset before a word came.</param>
    public static Waits Of(IEnumerable<(TimeSpan Wait, bool AfterReset)> connections)
    {
        var waits = new List<TimeSpan>();
        int tries = 0;
        foreach (var (wait, afterReset) in connections)
        {
            tries = afterReset && wait < s_retry && tries < MostTries ? tries + 1 : 1;
            if (tries == 1)
                waits.Add(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        }

        return new Waits(waits);
    }

    /// <summary>True where both have the same waits, as far as a machine that has much to do keeps them.</summary>
    public bool AreSame(Waits other) => Each.Zip(other.Each).All(pair => IsSame(pair.First, pair.Second));

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

    private static bool IsSame(TimeSpan one, TimeSpan other)
    {
        var difference = (one - other).Duration();
        return difference <= s_least || (difference <= other * Tolerance && difference <= s_most);
    }
}
