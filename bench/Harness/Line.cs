namespace Bench.Harness;

/// <summary>What a program said, and when: a timestamp of the stopwatch.</summary>
public sealed record Line(string Text, long At)
{
    public string[] Words => Text.Split(' ');
}
