namespace Hookwork.Recorded;

/// <summary>Which requests a fault hits: of those that its path takes, so many.</summary>
public sealed record When
{
    /// <summary>All requests.</summary>
    public static When Always { get; } = new();

    /// <summary>Which requests count, by path and query as they were sent; null takes all.</summary>
    public Func<string, bool>? Path { get; init; }

    /// <summary>The first that count are let through.</summary>
    public int Skip { get; init; }

    /// <summary>Then every n-th is hit, the first of them at once.</summary>
    public int Every { get; init; } = 1;

    /// <summary>The chance, 0 to 1, that one of these is hit after all.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>After so many hits it is over.</summary>
    public int Times { get; init; } = int.MaxValue;

    /// <summary>Requests whose path and query contain a text.</summary>
    public static When On(string text) => new() { Path = path => path.Contains(text, StringComparison.Ordinal) };

    /// <summary>The same for so many hits only.</summary>
    public When Only(int times) => this with { Times = times };
}
