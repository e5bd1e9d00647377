namespace Hookwork.Bench.Search;

/// <summary>Times, to ask how long most of them were.</summary>
internal sealed class Quantiles
{
    private readonly List<double> _milliseconds = [];

    /// <summary>Takes a time.</summary>
    public void Add(TimeSpan time) => _milliseconds.Add(time.TotalMilliseconds);

    /// <summary>Takes those of another.</summary>
    public void Add(Quantiles other) => _milliseconds.AddRange(other._milliseconds);

    /// <summary>The time that this share of all, as 0.5, stayed within; in milliseconds, two decimals.</summary>
    public double At(double share)
    {
        var sorted = _milliseconds.Order().ToList();
        return Math.Round(sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))], 2);
    }
}
