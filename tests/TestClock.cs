using System.Globalization;
using Hookwork.Recorded;

namespace Hookwork.Tests;

/// <summary>The system's clock with an adjustable offset; timers run at normal speed.</summary>
/// <param name="stands">Whether it moves only when set, so that nothing becomes due by itself.</param>
internal sealed class TestClock(bool stands = false) : TimeProvider
{
    private readonly DateTimeOffset? _stood = stands ? System.GetUtcNow() : null;
    private TimeSpan _shift;

    /// <summary>A timer of this length elapses at once; null for none.</summary>
    public TimeSpan? Elapsing { get; set; }

    /// <summary>How many timers of this length there were.</summary>
    public int Elapsed { get; private set; }

    public override DateTimeOffset GetUtcNow() => (_stood ?? base.GetUtcNow()) + _shift;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Elapsing)
        {
            Elapsed++;
            callback(state);
        }
        return base.CreateTimer(callback, state, dueTime, period);
    }

    /// <summary>Sets the time.</summary>
    public void Set(DateTimeOffset now) => _shift = now - (_stood ?? base.GetUtcNow());

    /// <summary>Sets the time to shortly after the newest visible event; the server's clock is UTC.</summary>
    public void Follow(TimeTravel time) =>
        Set(
            DateTimeOffset.Parse(time.NewestVisibleDate!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                + TimeSpan.FromSeconds(20)
        );

    /// <summary>Advances by a span.</summary>
    public void Advance(TimeSpan span) => _shift += span;
}
