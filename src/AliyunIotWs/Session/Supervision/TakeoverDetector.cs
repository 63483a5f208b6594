namespace AliyunIotWs.Session.Supervision;

/// <summary>
/// Suspects a duel: two holders of one identity kick each other for ever, each kick a closed link a few seconds after
/// a successful connect. A short link that did nothing weighs fully; one that did its work, because it carried messages
/// or was granted all that it asked for, weighs little: a broker that restarts looks the same.
/// </summary>
internal sealed class TakeoverDetector
{
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(10);

    /// <summary>What ends a suspicion: longer than any pause that two who hold back leave each other.</summary>
    public static readonly TimeSpan Held = TimeSpan.FromMinutes(5);

    public const int Limit = 5;
    private const double WeightWithProgress = 0.05;

    private double _score;

    public bool Suspects { get; private set; }

    /// <summary>Tells of a link that ended.</summary>
    public void Observe(TimeSpan lasted, bool didItsWork)
    {
        if (lasted >= (Suspects ? Held : Short))
        {
            _score = 0;
            Suspects = false;
            return;
        }

        _score += didItsWork ? WeightWithProgress : 1;
        Suspects |= _score >= Limit;
    }
}
