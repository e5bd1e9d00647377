using System.Text.Json;
using Hookwork.Archive.Changes;
using Hookwork.Archive.Events;
using Hookwork.Ingest.Refreshing;
using Hookwork.Patchwork.Resources;
using Microsoft.Extensions.Logging;

namespace Hookwork.Ingest.Polling;

/// <summary>
/// Notices events that the server deleted. With a comment or check, Patchwork deletes the event that it was created, and
/// nothing else shows that it is gone.
/// </summary>
public sealed partial class DeletedEvents(
    EventLog log,
    RefreshQueue queue,
    Journal journal,
    TimeProvider time,
    ILogger<DeletedEvents> logger
)
{
    /// <summary>
    /// Compares events that were read again with the archived ones between them. What a deleted event was about is
    /// fetched again. Idempotent.
    /// </summary>
    /// <param name="since">When the first of them were requested. An event that was finished later, as by a push, may
    /// have become visible after its page was read.</param>
    public async Task CompareAsync(
        IReadOnlyList<ReadEvent> events,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        foreach (var listed in events.GroupBy(item => item.Event.Project?.Id ?? 0).Where(listed => listed.Key > 0))
        {
            var ids = listed.Select(item => item.Event.Id).ToHashSet();
            // Events of the same moment may have ids and dates in different orders: older ones were not asked for.
            var oldest = listed.Select(item => item.Event.Date).Min(StringComparer.Ordinal);
            var archived = await log.RangeAsync(listed.Key, ids.Min(), ids.Max(), except: ids, cancellationToken);
            var deleted = archived
                .Where(item => item.Status is EventStatus.Done or EventStatus.Gone)
                .Where(item => item.WrittenAt < since)
                .Where(item => oldest is null || !ServerClock.IsLater(oldest, Read(item).Date))
                .ToList();
            await DeleteAsync(listed.Key, deleted, cancellationToken);
        }
    }

    private async Task DeleteAsync(long project, List<ArchivedEvent> deleted, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var fresh = deleted.Where(item => item.Status == EventStatus.Done).ToList();
        var items = fresh
            .Select(Read)
            .Select(e => (Event: e, EventTarget.Of(e).Item))
            .Where(target => target.Item is not null)
            .Select(target =>
                target.Item! with
                {
                    Events = [],
                    Parts = EventTarget.Parts(target.Event.Category!),
                    AsOf = now,
                    Missing = true,
                }
            )
            .ToList();
        if (fresh.Count > 0)
        {
            Log.Deleted(logger, project, fresh.Count);
            await queue.SendAsync([.. RefreshItem.Join(items)], TimeSpan.Zero, cancellationToken);
            await log.FinishAsync(
                [
                    .. fresh.Select(item => new EventOutcome(
                        project,
                        item.Id,
                        EventStatus.Gone,
                        "The server has deleted it."
                    )
                    {
                        IsDeleted = true,
                    }),
                ],
                cancellationToken
            );
        }
        // A crash may have prevented the entries of those that were found before.
        await journal.AppendAsync(
            deleted.Except(fresh).Select(item => new Change(project, ChangeKind.Event, item.Id)),
            cancellationToken
        );
    }

    private static Event Read(ArchivedEvent item) =>
        JsonSerializer.Deserialize(item.Json, PatchworkJson.Default.Event)!;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Project {Project}: the server has deleted {Count} events")]
        public static partial void Deleted(ILogger logger, long project, int count);
    }
}
