using System.Diagnostics;
using Hookwork.Archive.Cursors;
using Hookwork.Ingest.Refreshing;
using Hookwork.Input;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;
using Hookwork.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hookwork.Ingest.Polling;

/// <summary>
/// Reads the server's events from where the last poll stopped. Paging is by key: the next request begins at the last
/// date seen, since a page number would skip events when others appear before them.
/// </summary>
public sealed partial class EventPoller(
    Upstream upstream,
    PatchworkClient client,
    PatchworkSettings settings,
    CursorStore cursors,
    EventIntake intake,
    DeletedEvents deleted,
    UpstreamSlots slots,
    FastPath fastPath,
    EventSweep sweep,
    IngestSettings pace,
    ServerClock clock,
    ArchiveLag lag,
    TimeProvider time,
    ILogger<EventPoller> logger
)
{
    /// <summary>From this many on, horizons are noted further apart: a column holds about 300 of them.</summary>
    private const int ManyHorizons = 100;
    private static readonly TimeSpan RereadEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan RereadSpan = TimeSpan.FromHours(3);
    private static readonly TimeSpan LongestSetback = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Unfollowed = TimeSpan.FromDays(1);

    /// <summary>
    /// Polls every followed project until it is caught up, refreshes what is new if it is little, then queues lost
    /// events again.
    /// </summary>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        await using var slot = await slots.TakeAsync(cancellationToken);
        IReadOnlyList<long> polls;
        try
        {
            polls = await upstream.PollsAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is UpstreamException or SettingsException)
        {
            var all = await cursors.AllAsync(cancellationToken);
            var newest = all.Max(cursor => cursor.CaughtUpAt);
            // A cursor far behind is of a project that is not followed any more. Its failure would never end, and cause
            // an alert.
            foreach (var cursor in all.Where(cursor => !(newest - cursor.CaughtUpAt > Unfollowed)))
                await FailAsync(cursor, exception, cancellationToken);
            if (exception is SettingsException)
                throw;
            return;
        }

        List<RefreshItem> few = [];
        List<Cursor> caughtUp = [];
        foreach (var stood in await cursors.OfAsync(polls, cancellationToken))
        {
            if (await PollAsync(stood, few, cancellationToken) is { } cursor)
                caughtUp.Add(cursor);
        }
        await fastPath.RunAsync(few, slot, cancellationToken);
        await slot.DisposeAsync();

        // One project that could be polled is enough: the server answers, though it may always fail for another
        // project.
        if (caughtUp.Count == 0)
            return;
        var oldest = await sweep.RunAsync(cancellationToken);
        foreach (var cursor in caughtUp)
            lag.Measure(cursor, oldest);
    }

    /// <summary>Polls one project; null when the server does not answer.</summary>
    private async Task<Cursor?> PollAsync(Cursor cursor, List<RefreshItem> few, CancellationToken cancellationToken)
    {
        if (cursor.NotBefore > time.GetUtcNow())
            return null;
        using var span = HookworkTraces.Start("poll", ActivityKind.Internal);
        span?.SetTag("hookwork.project", cursor.Project);
        try
        {
            (var caughtUp, var taken) = await CatchUpAsync(cursor, few, cancellationToken);
            span?.SetTag("hookwork.events", taken);
            return caughtUp;
        }
        catch (UpstreamException exception)
        {
            span.Failed(exception.Message);
            // The pages before the failure moved the cursor.
            var moved = await cursors.GetAsync(cursor.Project, cancellationToken);
            await FailAsync(moved.ETag is null ? cursor : moved, exception, cancellationToken);
            return null;
        }
    }

    /// <summary>Reads until there are no newer events; returns the cursor, and how many were new.</summary>
    private async Task<(Cursor Cursor, int Taken)> CatchUpAsync(
        Cursor cursor,
        List<RefreshItem> few,
        CancellationToken cancellationToken
    )
    {
        long? project = cursor.Project == Cursor.AllProjects ? null : cursor.Project;
        var now = time.GetUtcNow();
        // One poll for all begins where the polls of a few stood, each at another time. A new project may have older
        // events.
        var back = cursor.Start is null ? settings.Overlap + Upstream.LongestRound : settings.Overlap;
        var reread = cursor.RereadAt is { } last
            ? now - last >= RereadEvery
            : cursor.Since is not null && upstream.IsNew(cursor.Project);
        var since =
            cursor.Since is { } stood ? PollStart.Of(cursor, stood, reread ? RereadSpan : back, settings.Overlap, clock)
            // A server without events at the first start is read from its first event on.
            : cursor.Start is null ? await FirstAsync(project, cancellationToken)
            : null;
        cursor = cursor with { Since = cursor.Since ?? since, Start = cursor.Start ?? since ?? "" };

        var (taken, isBack) = (0, false);
        List<ReadEvent> again = [];
        var greatest = cursor.Settling.Append(cursor.Settled).Max(horizon => horizon?.Id ?? 0);
        long? first = null;
        for (var page = 1; ; )
        {
            var events = await client.EventsAsync(project, since, page, first, cancellationToken);
            if (page == 1)
                first = events is [var begun, ..] ? begun.Event.Id : null;
            // By hours with an upgrade from Patchwork 3.1, which dates events in UTC, to 3.2, which has its own zone.
            if (reread && !isBack && PollStart.WentBack(cursor, greatest, events, settings.Overlap))
            {
                isBack = true;
                again.Clear();
                (since, page) = (ServerClock.Earlier(cursor.Since!, LongestSetback), 1);
                continue;
            }
            var followed = await upstream.OfFollowedAsync(events, cancellationToken);
            var fresh = await intake.TakeAsync(followed, few, cancellationToken);
            if (reread && !isBack)
                again.AddRange(events.Select(item => item.WithoutContent()));
            greatest = events.Select(item => item.Event.Id).Append(greatest).Max();
            // Dates written while the server's clock was ahead must not move the cursor past later events.
            var date = events.LastOrDefault(item => item.Event.Date is { } said && clock.HasCome(said))?.Event.Date;
            if (date is not null && ServerClock.IsLater(date, cursor.Since))
            {
                cursor = cursor with { Since = date };
                // That of the last page is written at the end.
                if (!events.IsLast)
                    cursor = await cursors.PutAsync(cursor, cancellationToken);
            }
            taken += fresh;
            if (fresh > 0)
                Log.Polled(logger, cursor.Project, fresh, Printable.Escape(cursor.Since));
            if (events.IsLast)
                break;
            (since, page) = date is null || date == since ? (since, page + 1) : (date, 1);
        }
        await deleted.CompareAsync(again, now, cancellationToken);
        cursor = await CaughtUpAsync(
            Settle(cursor, now, greatest) with
            {
                ReadTo = pace.HoldEvents == TimeSpan.Zero ? null : now - pace.HoldEvents,
            },
            reread || cursor.RereadAt is null ? now : cursor.RereadAt,
            cancellationToken
        );
        return (cursor, taken);
    }

    /// <summary>
    /// Advances the horizon up to which every event was read. A poll's horizon settles once a later poll begins
    /// <see cref="IngestSettings.HoldEvents"/> after it, since late events are visible by then.
    /// </summary>
    private Cursor Settle(Cursor cursor, DateTimeOffset started, long greatest)
    {
        if (cursor.Since is not { } date)
            return cursor;
        var now = time.GetUtcNow();
        var settling =
            (cursor.Settling is [.., var newest] ? newest : cursor.Settled) is { } last
            && (
                (last.Date == date && last.Id == greatest)
                || (cursor.Settling.Count >= ManyHorizons && now - last.At < pace.HoldEvents / ManyHorizons)
            )
                ? cursor.Settling
                : [.. cursor.Settling, new Horizon(now, date, greatest)];
        var settled = settling
            .TakeWhile(horizon =>
                pace.HoldEvents == TimeSpan.Zero
                || horizon.At + pace.HoldEvents <= started
                || clock.VisibleBy(horizon.Date) <= started - pace.HoldEvents
            )
            .ToList();
        return settled.Count == 0 && settling == cursor.Settling
            ? cursor
            : cursor with
            {
                Earlier =
                    settled is [.., var earlier, _] ? earlier
                    : settled is [_] ? cursor.Settled
                    : cursor.Earlier,
                Settled = settled.LastOrDefault() ?? cursor.Settled,
                Settling = [.. settling.Skip(settled.Count)],
            };
    }

    /// <summary>The date that a first start begins at; null for the oldest event.</summary>
    private async Task<string?> FirstAsync(long? project, CancellationToken cancellationToken) =>
        settings.Since switch
        {
            PatchworkSettings.Beginning => null,
            PatchworkSettings.Now when project is { } id && upstream.IsNew(id) => null,
            // One written while the server's clock was ahead would hide all events until then.
            PatchworkSettings.Now => await client.NewestEventDateAsync(project, clock.Latest, cancellationToken),
            var date => date,
        };

    /// <summary>Records that the poll is caught up.</summary>
    private async Task<Cursor> CaughtUpAsync(
        Cursor cursor,
        DateTimeOffset? rereadAt,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var caughtUp = await cursors.PutAsync(
            cursor with
            {
                CaughtUpAt = now,
                RereadAt = rereadAt,
                Failures = 0,
                LastError = null,
                Blocked = false,
                NotBefore = null,
            },
            cancellationToken
        );
        // infra/alerts.kql matches this line. An idle project has one each quarter of an hour.
        if (
            cursor.Failures > 0
            || cursor.CaughtUpAt is not { } last
            || last.Ticks / Cursor.Heartbeat.Ticks != now.Ticks / Cursor.Heartbeat.Ticks
        )
            Log.CaughtUp(logger, cursor.Project, Printable.Escape(cursor.Since ?? "the first event"));
        return caughtUp;
    }

    private async Task FailAsync(Cursor cursor, Exception exception, CancellationToken cancellationToken)
    {
        var failures = cursor.Failures + 1;
        var blocked = exception is UpstreamBlockedException;
        // A server that is down is asked again at the next poll. A bot wall gets exponential backoff.
        var wait =
            exception is UpstreamUnavailableException { RetryAfter: { } asked } ? asked
            : blocked ? Backoff.After(failures - 1, TimeSpan.FromSeconds(5), LongestBackoff)
            : TimeSpan.Zero;
        Log.Failed(logger, cursor.Project, failures, Printable.Escape(exception.Message));
        if (blocked)
            Log.Blocked(logger, Printable.Escape(exception.Message));
        var failed = await cursors.PutAsync(
            cursor with
            {
                Failures = failures,
                LastError = Printable.Escape(exception.Message),
                Blocked = blocked,
                NotBefore =
                    wait > TimeSpan.Zero ? time.GetUtcNow() + (wait < LongestBackoff ? wait : LongestBackoff) : null,
            },
            cancellationToken
        );
        await lag.MeasureAsync(failed, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Project {Project}: {Count} new events up to {Date}")]
        public static partial void Polled(ILogger logger, long project, int count, string date);

        [LoggerMessage(LogLevel.Information, "Project {Project} is caught up with {Date}")]
        public static partial void CaughtUp(ILogger logger, long project, string date);

        [LoggerMessage(LogLevel.Warning, "Upstream is blocked: {Reason}")]
        public static partial void Blocked(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Warning, "Project {Project}: poll failed {Failures} times in a row: {Reason}")]
        public static partial void Failed(ILogger logger, long project, int failures, string reason);
    }
}
