using System.Globalization;
using Hookwork.Recorded;

namespace Hookwork.Tests;

/// <summary>The system's clock, moved: what it says can be set, while timers run as ever.</summary>
/// <param name="stands">Whether it stands until it is moved, so that nothing becomes due by itself.</param>
internal sealed class TestClock(bool stands = false) : TimeProvider
{
    private readonly DateTimeOffset? _stood = stands ? System.GetUtcNow() : null;
    private TimeSpan _shift;

    public override DateTimeOffset GetUtcNow() => (_stood ?? base.GetUtcNow()) + _shift;

    /// <summary>From now on it is this time, and goes on from there.</summary>
    public void Set(DateTimeOffset now) => _shift = now - (_stood ?? base.GetUtcNow());

    /// <summary>
    /// From now on it is shortly after the newest event that is visible, whose server's clock is UTC.
    /// </summary>
    public void Follow(TimeTravel time) =>
        Set(
            DateTimeOffset.Parse(time.NewestVisibleDate!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                + TimeSpan.FromSeconds(20)
        );

    /// <summary>Moves on by a span.</summary>
    public void Advance(TimeSpan span) => _shift += span;
}
