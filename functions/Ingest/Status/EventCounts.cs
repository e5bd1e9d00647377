using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Archive.Events;

namespace Hookwork.Ingest.Status;

/// <summary>
/// Counts a project's events by status, and lists those that failed. Finished events are read at most once an hour, and
/// less often the more there are, so that counting often is cheap.
/// </summary>
public sealed class EventCounts(ArchiveStorage storage, TimeProvider time)
{
    /// <summary>The number of events that takes ten seconds or more to read.</summary>
    private const long EventsAnHour = 100_000;

    /// <summary>Late events may appear in the newest partitions.</summary>
    private const int MostOpen = 2;

    private static readonly string[] Columns =
    [
        "PartitionKey",
        "RowKey",
        "Status",
        EventOutcome.Deleted,
        "Category",
        "Date",
        "Attempts",
        "Reason",
    ];

    private readonly Dictionary<long, EventTally> _finished = [];
    private DateTimeOffset _countedAt;

    /// <summary>Counts a project's events. Not thread safe.</summary>
    public async Task<EventTally> OfAsync(long project, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - _countedAt >= ReadEvery(_finished.Values.Sum(tally => tally.Statuses.Values.Sum())))
        {
            _finished.Clear();
            _countedAt = time.GetUtcNow();
        }
        var (first, end) = (
            _finished.GetValueOrDefault(project)?.Until ?? Keys.Id(project) + "-",
            Keys.Id(project) + "."
        );
        var count = EventTally.Sum(_finished.GetValueOrDefault(project));
        List<EventTally> open = [];
        await foreach (
            var row in storage.Events.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey gt {first} and PartitionKey lt {end}"),
                select: Columns,
                cancellationToken: cancellationToken
            )
        )
        {
            if (open.LastOrDefault()?.Until != row.PartitionKey)
            {
                open.Add(new EventTally { Until = row.PartitionKey });
                if (open.Count > MostOpen)
                {
                    count = EventTally.Sum(count, open[0]);
                    open.RemoveAt(0);
                    // A later count goes on from here, also if this one is interrupted.
                    if (count.Statuses[EventStatus.Pending] == 0)
                        _finished[project] = count;
                }
            }
            open[^1].Add(row);
        }
        foreach (var partition in open)
            count = EventTally.Sum(count, partition);
        return count;
    }

    /// <summary>How often so many finished events are read.</summary>
    internal static TimeSpan ReadEvery(long events) => TimeSpan.FromHours(1 + events / EventsAnHour);
}
