using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Hookwork.Tests.SelfHost;

/// <summary>A clock that moves only when advanced, and counts its waiters.</summary>
internal sealed class ManualClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly ConcurrentDictionary<ITimer, DateTimeOffset> _waiting = new();

    /// <summary>How many timers are due at this instant.</summary>
    public int WaitingFor(DateTimeOffset moment) =>
        // A waiter adds a millisecond, since a delay may be truncated to whole ones.
        _waiting.Values.Count(due => (due - moment).Duration() <= TimeSpan.FromMilliseconds(2));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(base.CreateTimer(callback, state, dueTime, period), _waiting);
        _waiting[alarm] = GetUtcNow() + dueTime;
        return alarm;
    }

    private sealed class Alarm(ITimer timer, ConcurrentDictionary<ITimer, DateTimeOffset> waiting) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose()
        {
            waiting.TryRemove(this, out _);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
