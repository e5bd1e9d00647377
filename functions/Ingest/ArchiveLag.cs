using System.Collections.Concurrent;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Events;
using Hookwork.Telemetry;

namespace Hookwork.Ingest;

/// <summary>
/// How far a project's archive is behind its server: the time since the date up to which everything is archived. It is
/// zero while the last poll succeeded and every event is finished.
/// </summary>
public sealed class ArchiveLag(EventLog log, CursorStore cursors, ServerClock clock, TimeProvider time)
{
    private readonly ConcurrentDictionary<long, bool> _measured = new();

    /// <summary>The lag now; null before anything was read.</summary>
    public async Task<TimeSpan?> OfAsync(Cursor cursor, CancellationToken cancellationToken) =>
        Since(cursor, await OldestAsync(cursor, cancellationToken));

    /// <summary>Measures the lag of a polled project for the metric.</summary>
    public async Task MeasureAsync(Cursor cursor, CancellationToken cancellationToken) =>
        Measure(cursor, await OldestAsync(cursor, cancellationToken));

    /// <summary>Measures the lag of a polled project for the metric.</summary>
    /// <param name="oldest">The oldest date of the unfinished events of each project that has some.</param>
    public void Measure(Cursor cursor, IReadOnlyDictionary<long, string> oldest)
    {
        var date =
            cursor.Project == Cursor.AllProjects
                ? oldest.Values.Min(StringComparer.Ordinal)
                : oldest.GetValueOrDefault(cursor.Project);
        Measure(cursor, date is null ? null : At(cursor, date));
    }

    private void Measure(Cursor cursor, DateTimeOffset? oldest)
    {
        if (cursor.Project == Cursor.AllProjects)
            EndAlone();
        _measured[cursor.Project] = true;
        HookworkMeter.SetLag(cursor.Project, () => Since(cursor, oldest));
    }

    /// <summary>Projects that were polled alone until now have no lag of their own any more.</summary>
    private void EndAlone()
    {
        foreach (var project in _measured.Keys.Where(project => project != Cursor.AllProjects))
        {
            _measured.TryRemove(project, out var _);
            HookworkMeter.SetLag(project, () => null);
        }
    }

    /// <summary>
    /// Measures again the projects that this process polls alone. Those that it polls together wait for the next poll:
    /// their lag takes reading every unfinished event, and a backlog has many messages.
    /// </summary>
    public async Task MeasureAsync(IEnumerable<long> projects, CancellationToken cancellationToken)
    {
        foreach (var project in projects.Distinct().Where(_measured.ContainsKey))
            await MeasureAsync(await cursors.GetAsync(project, cancellationToken), cancellationToken);
    }

    private async Task<DateTimeOffset?> OldestAsync(Cursor cursor, CancellationToken cancellationToken)
    {
        long? project = cursor.Project == Cursor.AllProjects ? null : cursor.Project;
        return await log.OldestOpenAsync(project, cancellationToken) is { } date ? At(cursor, date) : null;
    }

    private TimeSpan? Since(Cursor cursor, DateTimeOffset? oldest)
    {
        var now = time.GetUtcNow();
        // The events after the last good poll are not known.
        var isCurrent = cursor is { Failures: 0, CaughtUpAt: { } at } && now - at < Cursor.Heartbeat;
        var polled = isCurrent ? null : cursor.CaughtUpAt ?? (cursor.Since is { } read ? At(cursor, read) : null);
        return (oldest < polled ? oldest : polled ?? oldest) is { } until
                ? TimeSpan.FromTicks(Math.Max(0, (now - until).Ticks))
            : isCurrent ? TimeSpan.Zero
            : null;
    }

    /// <summary>
    /// The time of a date that the server wrote. If its zone is not known, the newest event counts as read when it
    /// happened.
    /// </summary>
    private DateTimeOffset At(Cursor cursor, string date) =>
        clock.At(date, cursor.Settling is [.., var newest] ? newest : cursor.Settled);
}
