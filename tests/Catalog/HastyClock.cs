namespace Hookwork.Tests.Catalog;

/// <summary>A clock whose timers run ten times as fast.</summary>
internal sealed class HastyClock : TimeProvider
{
    private long _skipped;

    /// <summary>Lets time pass that no timer notices.</summary>
    public void Skip(TimeSpan time) => _skipped += (long)(time.TotalSeconds * TimestampFrequency);

    public override long GetTimestamp() => base.GetTimestamp() + _skipped;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 10 : dueTime, period);
}
