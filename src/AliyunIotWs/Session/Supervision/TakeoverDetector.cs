namespace AliyunIotWs.Session.Supervision;

/// <summary>
/// Sees a duel: two holders of one identity kick each other for ever, each kick a closed link a few seconds after a
/// successful connect. A short connection that carried nothing weighs fully; one that carried messages weighs little,
/// because a restarting broker looks the same and work goes on meanwhile.
/// </summary>
internal sealed class TakeoverDetector
{
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(10);
    public const int Limit = 5;
    private const double WeightWithProgress = 0.05;

    private double _score;

    /// <summary>Tells of a connection that ended; true where the pattern is a duel.</summary>
    public bool Observe(TimeSpan lasted, bool carriedMessages)
    {
        if (lasted >= Short)
        {
            _score = 0;
            return false;
        }

        _score += carriedMessages ? WeightWithProgress : 1;
        return _score >= Limit;
    }
}
