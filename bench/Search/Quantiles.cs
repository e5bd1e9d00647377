namespace Hookwork.Bench.Search;

/// <summary>A set of times and its quantiles.</summary>
internal sealed class Quantiles
{
    private readonly List<double> _milliseconds = [];

    public void Add(TimeSpan time) => _milliseconds.Add(time.TotalMilliseconds);

    /// <summary>Adds the times of another set.</summary>
    public void Add(Quantiles other) => _milliseconds.AddRange(other._milliseconds);

    /// <summary>Several sets as one.</summary>
    public static Quantiles Join(IEnumerable<Quantiles> sets)
    {
        var all = new Quantiles();
        foreach (var set in sets)
            all.Add(set);
        return all;
    }

    /// <summary>The sums of times that were measured in turn.</summary>
    public static Quantiles Sum(IReadOnlyList<Quantiles> parts)
    {
        var sum = new Quantiles();
        sum._milliseconds.AddRange(parts[0]._milliseconds.Select((_, at) => parts.Sum(part => part._milliseconds[at])));
        return sum;
    }

    /// <summary>The median, divided by that of another set; to two decimals.</summary>
    public double Over(Quantiles floor) => Math.Round(Median / floor.Median, 2);

    private double Median => _milliseconds.Order().ElementAt(_milliseconds.Count / 2);

    /// <summary>The quantile of a share, such as 0.5 for the median; in milliseconds, to two decimals.</summary>
    public double At(double share)
    {
        var sorted = _milliseconds.Order().ToList();
        return Math.Round(sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))], 2);
    }
}
