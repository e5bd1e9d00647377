namespace Hookwork.Bench.Search;

/// <summary>A set of times and its quantiles.</summary>
internal sealed class Quantiles
{
    private readonly List<double> _milliseconds = [];

    /// <summary>Adds a time.</summary>
    public void Add(TimeSpan time) => _milliseconds.Add(time.TotalMilliseconds);

    /// <summary>Adds the times of another set.</summary>
    public void Add(Quantiles other) => _milliseconds.AddRange(other._milliseconds);

    /// <summary>The quantile of a share, such as 0.5 for the median; in milliseconds, to two decimals.</summary>
    public double At(double share)
    {
        var sorted = _milliseconds.Order().ToList();
        return Math.Round(sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))], 2);
    }
}
