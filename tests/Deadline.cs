namespace Hookwork.Tests;

/// <summary>How long a test waits for something before it fails.</summary>
internal sealed class Deadline
{
    private readonly DateTime _end;
    private readonly TimeSpan _span;

    private Deadline(TimeSpan span) => (_span, _end) = (span, DateTime.UtcNow + span);

    public static Deadline In(TimeSpan span) => new(span);

    /// <summary>Fails the test once the time is over.</summary>
    public void Check() => Assert.True(DateTime.UtcNow < _end, $"It did not happen within {_span}");
}
