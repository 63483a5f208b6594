namespace AliyunIotWs.Session.Supervision;

/// <summary>
/// Suspects a duel: two holders of one identity kick each other for ever, each kick a closed link a few seconds after
/// a successful connect. A short link that was idle weighs fully; one that was at work, because it carried messages, had
/// some under way or was granted all that it asked for, weighs little: a broker that restarts looks the same.
/// </summary>
internal sealed class TakeoverDetector
{
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(10);

    /// <summary>What ends a suspicion: longer than any pause that two who hold back leave each other.</summary>
    public static readonly TimeSpan Held = TimeSpan.FromMinutes(5);

    public const int Limit = 5;
    private const double WeightAtWork = 0.05;

    private double _score;

    public bool Suspects { get; private set; }

    /// <summary>Tells of a link that ended.</summary>
    public void Observe(TimeSpan lasted, bool wasAtWork)
    {
        if (lasted >= (Suspects ? Held : Short))
        {
            _score = 0;
            Suspects = false;
            return;
        }

        _score += wasAtWork ? WeightAtWork : 1;
        Suspects |= _score >= Limit;
    }

    /// <summary>Tells that nobody answers at the broker's address: it, or the network, was away. Duels are fought at a broker.</summary>
    public void ObserveAbsence()
    {
        _score = 0;
        Suspects = false;
    }
}
