using System.Collections.Concurrent;
using Azure;
using Hookwork.Archive;
using Hookwork.Archive.Events;
using Hookwork.Ingest.Refreshing;
using Hookwork.Input;
using Hookwork.Patchwork.Resources;
using Hookwork.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hookwork.Ingest.Polling;

/// <summary>Records new events, polled or pushed, and queues their resources for a refresh unless they are few.</summary>
public sealed partial class EventIntake(
    EventLog log,
    RefreshQueue queue,
    ServerClock clock,
    ILogger<EventIntake> logger
)
{
    /// <summary>The events of some hours of a busy server: the last three hours are read again each hour.</summary>
    private const int MostRemembered = 50_000;

    /// <summary>Events that this process has seen recorded, since each poll reads the last ones again.</summary>
    private readonly ConcurrentDictionary<long, bool> _recorded = new();

    /// <summary>Records a page of events. Durable when it returns; known events are not changed.</summary>
    /// <param name="few">
    /// Gets the resources for the <see cref="FastPath"/> while they are few. Once they are more, those of a page are
    /// queued.
    /// </param>
    /// <returns>How many were new.</returns>
    public async Task<int> TakeAsync(
        IReadOnlyList<ReadEvent> events,
        List<RefreshItem> few,
        CancellationToken cancellationToken
    )
    {
        List<ReadEvent> readable = [];
        foreach (var item in events)
        {
            if (item.Event is { Id: > 0 and <= Keys.LastId, Project.Id: > 0 and <= Keys.LastId })
                readable.Add(item);
            else
                Log.Unreadable(logger, item.Event.Id, item.Fault ?? "it has no id or no project.");
        }

        var fresh = await UnknownAsync(
            [.. readable.DistinctBy(item => item.Event.Id)],
            item => (item.Event.Project!.Id, item.Event.Id),
            cancellationToken
        );
        if (fresh.Count > 0)
        {
            var (rows, read) = Read(fresh);
            List<RefreshItem> items = [.. RefreshItem.Join(read)];
            var fits = few.Count + items.Count <= RefreshQueue.MostItems;
            await RecordAsync([.. rows.Select(row => row with { IsUnqueued = fits })], cancellationToken);
            if (fits)
                few.AddRange(items);
            else
                await queue.SendAsync(items, TimeSpan.Zero, cancellationToken);
        }
        if (_recorded.Count > MostRemembered)
            _recorded.Clear();
        foreach (var item in readable)
            _recorded[item.Event.Id] = true;
        return fresh.Count;
    }

    private async Task RecordAsync(IReadOnlyList<NewEvent> events, CancellationToken cancellationToken)
    {
        for (var attempt = 1; events.Count > 0; attempt++)
        {
            try
            {
                await log.AddAsync(events, cancellationToken);
                return;
            }
            // Another instance recorded one of them: check again which are new, and record those.
            catch (RequestFailedException exception) when (exception.Status == 409 && attempt < 5)
            {
                events = await UnknownAsync(events, item => (item.Project, item.Id), cancellationToken);
            }
        }
    }

    private async Task<IReadOnlyList<T>> UnknownAsync<T>(
        IReadOnlyList<T> events,
        Func<T, (long Project, long Id)> key,
        CancellationToken cancellationToken
    )
    {
        List<T> candidates = [.. events.Where(item => !_recorded.ContainsKey(key(item).Id))];
        var known = await log.KnownAsync(candidates.Select(key), cancellationToken);
        return [.. candidates.Where(item => !known.Contains(key(item).Id))];
    }

    private (List<NewEvent> Rows, List<RefreshItem> Items) Read(IReadOnlyList<ReadEvent> events)
    {
        List<NewEvent> rows = [];
        List<RefreshItem> items = [];
        foreach (var (json, value, unreadable) in events)
        {
            var (target, fault) = unreadable is null ? EventTarget.Of(value) : (null, unreadable);
            var item = target is null
                ? null
                : target with
                {
                    Events = [.. target.Events.Select(e => e with { Json = json })],
                    Traceparent = HookworkTraces.Traceparent,
                };
            rows.Add(
                new NewEvent(
                    value.Project!.Id,
                    value.Id,
                    Printable.Escape(value.Category),
                    Printable.Escape(value.Date),
                    json,
                    item is null ? null : RefreshQueue.Write(item),
                    fault
                )
            );
            if (fault is not null)
                Log.Fault(logger, value.Id, fault);
            if (item is not null)
                items.AddRange(EventTarget.WithSeries(item, clock));
        }
        return (rows, items);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Event {Id} is skipped: {Reason}")]
        public static partial void Unreadable(ILogger logger, long id, string reason);

        [LoggerMessage(LogLevel.Warning, "Event {Id} is recorded as failed: {Reason}")]
        public static partial void Fault(ILogger logger, long id, string reason);
    }
}
