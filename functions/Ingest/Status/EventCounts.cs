using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Archive.Events;

namespace Hookwork.Ingest.Status;

/// <summary>
/// Counts a project's events by status, and lists those that failed. What is finished is read once an hour only, so
/// that a count is cheap enough to be made often.
/// </summary>
public sealed class EventCounts(ArchiveStorage storage, TimeProvider time)
{
    private static readonly TimeSpan FinishedEvery = TimeSpan.FromHours(1);

    /// <summary>Late events may appear in the newest partitions.</summary>
    private const int MostOpen = 2;

    private static readonly string[] Columns =
    [
        "PartitionKey",
        "RowKey",
        "Status",
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
        if (time.GetUtcNow() - _countedAt >= FinishedEvery)
        {
            _finished.Clear();
            _countedAt = time.GetUtcNow();
        }
        var (first, end) = (
            _finished.GetValueOrDefault(project)?.Until ?? Keys.Id(project) + "-",
            Keys.Id(project) + "."
        );
        List<EventTally> partitions = [];
        await foreach (
            var row in storage.Events.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey gt {first} and PartitionKey lt {end}"),
                select: Columns,
                cancellationToken: cancellationToken
            )
        )
        {
            if (partitions.LastOrDefault()?.Until != row.PartitionKey)
                partitions.Add(new EventTally { Until = row.PartitionKey });
            partitions[^1].Add(row);
        }

        var count = EventTally.Sum(_finished.GetValueOrDefault(project));
        for (var index = 0; index < partitions.Count; index++)
        {
            count = EventTally.Sum(count, partitions[index]);
            if (count.Statuses[EventStatus.Pending] == 0 && index < partitions.Count - MostOpen)
                _finished[project] = count;
        }
        return count;
    }
}
