namespace Hookwork.Tests.SelfHost;

/// <summary>A clock that stands until it is moved; what waits for it is woken when its time has come.</summary>
internal sealed class ManualClock(DateTime start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Alarm> _alarms = [];
    private DateTimeOffset _now = new(start, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now;
    }

    /// <summary>How many wait for this moment, and not before.</summary>
    public int WaitingFor(DateTime moment)
    {
        // A waiter adds a millisecond, since a delay may be cut to whole ones.
        lock (_lock) return _alarms.Count(alarm => Math.Abs((alarm.At - moment).TotalMilliseconds) <= 2);
    }

    /// <summary>Moves the clock, forwards only.</summary>
    public void MoveTo(DateTime moment)
    {
        Alarm[] due;
        lock (_lock)
        {
            Assert.True(moment >= _now.UtcDateTime);
            _now = new DateTimeOffset(moment, TimeSpan.Zero);
            due = [.. _alarms.Where(alarm => alarm.At <= moment)];
            foreach (var alarm in due) _alarms.Remove(alarm);
        }

        foreach (var alarm in due) alarm.Ring();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Assert.Equal(Timeout.InfiniteTimeSpan, period);
        lock (_lock)
        {
            var alarm = new Alarm(this, () => callback(state), (_now + dueTime).UtcDateTime);
            _alarms.Add(alarm);
            return alarm;
        }
    }

    private sealed class Alarm(ManualClock clock, Action ring, DateTime at) : ITimer
    {
        public DateTime At => at;

        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose()
        {
            lock (clock._lock) clock._alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
