using Hookwork.Archive;
using Hookwork.Archive.Events;
using Hookwork.Ingest.Refreshing;
using Microsoft.Extensions.Logging;

namespace Hookwork.Ingest.Polling;

/// <summary>
/// Queues events again that stay unfinished too long. A crash between recording an event and queueing it loses only the
/// message; a crash on the <see cref="FastPath"/> leaves events for which there is none.
/// </summary>
public sealed partial class EventSweep(
    ArchiveStorage storage,
    EventLog log,
    RefreshQueue queue,
    ServerClock clock,
    IngestSettings settings,
    TimeProvider time,
    ILogger<EventSweep> logger
)
{
    private const int Most = 1000;

    /// <summary>
    /// An event that was lost this often gets a message of its own, since its resource may kill each process that
    /// fetches it.
    /// </summary>
    private const int MostTogether = 3;

    /// <summary>An event that is lost this often, half a day with ever longer waits, is given up.</summary>
    private const int MostLosses = 10;
    private const string Reason = "No process that fetched its resource has come to the end.";

    /// <summary>An event that is unfinished for this long is queued again even while messages wait.</summary>
    private static readonly TimeSpan TooLongByFar = TimeSpan.FromHours(6);

    /// <summary>Longer than any process takes to record events once they are in the list.</summary>
    private static readonly TimeSpan Unwritten = TimeSpan.FromHours(1);

    /// <summary>
    /// After a look at a long list that took this long, none follows for <see cref="Rest"/> times as long. Where a look
    /// at a shorter one takes long, Storage was slow.
    /// </summary>
    private static readonly TimeSpan LongLook = TimeSpan.FromSeconds(5);
    private const int LongList = 1000;
    private const int Rest = 10;

    private (long Since, TimeSpan Span, IReadOnlyDictionary<long, string> Oldest)? _rest;

    /// <summary>
    /// Queues lost events again. Call it while the server answers. A first start from the beginning may leave a million
    /// unfinished events, and each look reads all of them: so it does not look at each call.
    /// </summary>
    /// <returns>The oldest date of the unfinished events of each project that has some.</returns>
    public async Task<IReadOnlyDictionary<long, string>> RunAsync(CancellationToken cancellationToken)
    {
        var (now, started) = (time.GetUtcNow(), time.GetTimestamp());
        if (_rest is { } rest && time.GetElapsedTime(rest.Since) < rest.Span)
            return rest.Oldest;
        Dictionary<long, string> oldest = [];
        List<OpenEvent> stale = [];
        bool? waiting = null;
        var count = 0;
        await foreach (var item in log.OpenAsync(null, cancellationToken))
        {
            count++;
            if (
                item.Date is { Length: > 0 } date
                && string.CompareOrdinal(date, oldest.GetValueOrDefault(item.Project, date)) <= 0
            )
                oldest[item.Project] = date;
            var patience = item.IsUnqueued ? settings.SweepUnqueuedAfter : settings.SweepAfterLosses(item.Sweeps);
            if (now - item.Since <= patience || stale.Count == Most)
                continue;
            // While messages wait, an unfinished event is most likely in one of them. Claimed messages are hidden and
            // not counted; those of a killed process stay hidden for ten minutes.
            waiting ??= (await storage.Refresh.PeekMessagesAsync(1, cancellationToken)).Value.Length > 0;
            if (waiting == false || item.IsUnqueued || now - item.Since > TooLongByFar)
                stale.Add(item);
        }
        var took = time.GetElapsedTime(started);
        _rest = count <= LongList || took < LongLook ? null : (time.GetTimestamp(), Rest * took, oldest);
        if (stale.Count > 0)
            await RunAsync(stale, now, waiting == true, cancellationToken);
        return oldest;
    }

    private async Task RunAsync(
        List<OpenEvent> stale,
        DateTimeOffset now,
        bool waiting,
        CancellationToken cancellationToken
    )
    {
        var lost = await log.SettleAsync(stale, now - Unwritten, cancellationToken);
        var hopeless = lost.Where(item => item.Sweeps >= MostLosses).ToList();
        foreach (var item in hopeless)
            Log.GivenUp(logger, item.Id, item.Sweeps, Reason);
        await log.FinishAsync(
            [.. hopeless.Select(item => new EventOutcome(item.Project, item.Id, EventStatus.Failed, Reason))],
            cancellationToken
        );
        lost = [.. lost.Except(hopeless)];
        if (lost.Count == 0)
            return;

        Log.Again(logger, lost.Count);
        await log.SweptAsync(lost.Select(item => item with { Sweeps = Losses(item) }), cancellationToken);
        var often = lost.ToLookup(item => item.Sweeps >= MostTogether);
        await queue.SendAsync([.. Items(often[false])], TimeSpan.Zero, cancellationToken);
        foreach (var item in Items(often[true]))
            await queue.SendAsync([item], TimeSpan.Zero, cancellationToken);

        // A backlog may wait for days, as after a first start from the beginning. An event in it is not lost.
        int Losses(OpenEvent item) => waiting && item.Sweeps >= MostTogether ? item.Sweeps : item.Sweeps + 1;
    }

    /// <summary>The resources that events ask for, each once.</summary>
    private IEnumerable<RefreshItem> Items(IEnumerable<OpenEvent> events) =>
        RefreshItem.Join(
            events.SelectMany(item => EventTarget.WithSeries(RefreshQueue.ReadItem(item.Resource), clock))
        );

    private static partial class Log
    {
        // infra/alerts.kql matches this line.
        [LoggerMessage(LogLevel.Error, "Event {Id} is given up after {Losses} losses: {Reason}")]
        public static partial void GivenUp(ILogger logger, long id, int losses, string reason);

        [LoggerMessage(LogLevel.Information, "{Count} unfinished events are queued again")]
        public static partial void Again(ILogger logger, int count);
    }
}
