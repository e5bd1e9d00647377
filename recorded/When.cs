namespace Hookwork.Recorded;

/// <summary>The requests that a fault hits, among those that match its path.</summary>
public sealed record When
{
    /// <summary>All requests.</summary>
    public static When Always { get; } = new();

    /// <summary>Matches requests by path and query, as sent; null matches all.</summary>
    public Func<string, bool>? Path { get; init; }

    /// <summary>The number of matching requests to skip first.</summary>
    public int Skip { get; init; }

    /// <summary>Hits every n-th request after those, starting with the first.</summary>
    public int Every { get; init; } = 1;

    /// <summary>The probability of each hit, 0 to 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>The maximum number of hits.</summary>
    public int Times { get; init; } = int.MaxValue;

    /// <summary>Requests whose path and query contain a text.</summary>
    public static When On(string text) => new() { Path = path => path.Contains(text, StringComparison.Ordinal) };

    /// <summary>The same, with a maximum number of hits.</summary>
    public When Only(int times) => this with { Times = times };
}
