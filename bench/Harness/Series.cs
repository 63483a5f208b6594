namespace Bench.Harness;

/// <summary>The values of one figure over the rounds.</summary>
internal sealed class Series
{
    private readonly List<double> _values = [];

    public int Count => _values.Count;

    public double Median => Quantile(_values, 0.5);

    public double Minimum => _values.Min();

    public double Maximum => _values.Max();

    public void Add(double value) => _values.Add(value);

    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        double at = share * (sorted.Length - 1);
        int below = (int)at;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((at - below) * (sorted[above] - sorted[below]));
    }
}
