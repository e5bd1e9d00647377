using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Hookwork.Archive.Changes;

/// <summary>
/// Lists the resources that changed, by hour; the catalog follows it. Writers choose the hour by their own clocks,
/// which may be wrong; followers use the rows' Timestamp, which the service sets.
/// </summary>
public sealed class Journal(ArchiveStorage storage, TimeProvider time)
{
    /// <summary>The largest error of a writer's clock.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromHours(1);

    /// <summary>The minimum time that an hour is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    /// <summary>
    /// How far a position lags behind the service's clock, since a row may become visible after newer ones.
    /// </summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    /// <summary>The most rows that Table storage can be asked for at once.</summary>
    private const int LargestPage = 1000;

    private static readonly string[] Columns = ["PartitionKey", "RowKey", "Timestamp"];

    /// <summary>Records writes.</summary>
    public Task AppendAsync(IEnumerable<Change> changes, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return storage.Changes.SubmitAsync(
            changes
                .Distinct()
                .Select(change => new TableTransactionAction(
                    TableTransactionActionType.UpsertReplace,
                    new TableEntity(Keys.Hour(change.Project, now), Key(change))
                )),
            cancellationToken
        );
    }

    /// <summary>
    /// The current end of the journal, by the service's clock. A scan of the archive that starts after this call sees
    /// every write before it.
    /// </summary>
    public async Task<DateTimeOffset> EndAsync(CancellationToken cancellationToken)
    {
        var page = await storage
            .Cursors.QueryAsync<TableEntity>(
                "PartitionKey eq 'none'",
                maxPerPage: 1,
                cancellationToken: cancellationToken
            )
            .AsPages()
            .FirstAsync(cancellationToken);
        return At(page.GetRawResponse());
    }

    /// <summary>Reads the entries since a position.</summary>
    /// <param name="project">The project's id, or <see cref="Change.Everybody"/>.</param>
    public async Task<JournalReading> ReadAsync(long project, DateTimeOffset since, CancellationToken cancellationToken)
    {
        List<JournalEntry> entries = [];
        DateTimeOffset? end = null;
        await foreach (
            var page in storage
                .Changes.QueryAsync<TableEntity>(
                    Since(project, since),
                    select: Columns,
                    cancellationToken: cancellationToken
                )
                .AsPages()
        )
        {
            // Use the date of the first page: the next reading covers what is written while later pages are read.
            end ??= At(page.GetRawResponse());
            foreach (var row in page.Values)
            {
                if (Read(project, row.RowKey) is { } change)
                    entries.Add(new JournalEntry(change, row.ETag, row.Timestamp!.Value));
            }
        }
        // A resource may have an entry in several hours; only its newest one counts.
        var newest = entries.OrderByDescending(entry => entry.At).DistinctBy(entry => entry.Change).Reverse();
        return new JournalReading([.. newest], end is { } position && position > since ? position : since);
    }

    /// <summary>Counts the entries since a position, up to a limit.</summary>
    public async Task<int> CountAsync(
        long project,
        DateTimeOffset since,
        int most,
        CancellationToken cancellationToken
    ) =>
        await storage
            .Changes.QueryAsync<TableEntity>(
                Since(project, since),
                Math.Min(most, LargestPage),
                ["RowKey"],
                cancellationToken
            )
            .Take(most)
            .CountAsync(cancellationToken);

    /// <summary>Deletes a project's hours that ended before a point in time.</summary>
    /// <returns>The number of rows deleted.</returns>
    public Task<int> PruneAsync(long project, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var (first, end) = (Keys.Id(project) + "-", Keys.Hour(project, before - Skew));
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey lt {end}");
        return storage.Changes.DeleteWhereAsync(filter, cancellationToken);
    }

    private static string Since(long project, DateTimeOffset since)
    {
        var (first, end) = (Keys.Hour(project, since - Skew), Keys.Id(project) + ".");
        return TableClient.CreateQueryFilter(
            $"PartitionKey ge {first} and PartitionKey lt {end} and Timestamp ge {since}"
        );
    }

    private static DateTimeOffset At(Response response) =>
        (response.Headers.Date ?? throw new InvalidOperationException("Table storage responded without a Date header."))
        - Overlap;

    private static string Key(Change change) => $"{change.Kind.ToString().ToLowerInvariant()}-{Keys.Id(change.Id)}";

    /// <summary>Reads a row key; null for a kind that only a newer version knows.</summary>
    private static Change? Read(long project, string key)
    {
        var dash = key.IndexOf('-', StringComparison.Ordinal);
        return Enum.TryParse<ChangeKind>(key.AsSpan(0, dash), ignoreCase: true, out var kind)
            ? new Change(
                project,
                kind,
                long.Parse(key.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture)
            )
            : null;
    }
}
