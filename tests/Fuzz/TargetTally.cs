namespace AliyunIotWs.Fuzz;

/// <summary>A line of the table.</summary>
internal sealed class TargetTally(string name)
{
    private readonly int[] _outcomes = new int[Enum.GetValues<Outcome>().Length];

    public string Name { get; } = name;

    public int Cases { get; private set; }

    public TimeSpan Slowest { get; private set; }

    public TimeSpan Total { get; private set; }

    public int this[Outcome outcome] => _outcomes[(int)outcome];

    public void Add(Outcome? outcome, TimeSpan time)
    {
        Cases++;
        Total += time;
        if (time > Slowest)
            Slowest = time;
        if (outcome is { } known)
            _outcomes[(int)known]++;
    }
}
