namespace Hookwork.Tests;

/// <summary>The time after which a waiting test fails: far longer than a slow machine needs.</summary>
internal sealed class Deadline
{
    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(4);

    private readonly DateTime _end = DateTime.UtcNow + Span;

    public static Deadline Start() => new();

    /// <summary>Fails the test once the time has passed.</summary>
    public void Check(string what = "It") =>
        Assert.True(DateTime.UtcNow < _end, $"{what} did not happen within {Span}");
}
