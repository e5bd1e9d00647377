using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Events;

namespace Hookwork.Ingest.Status;

/// <summary>
/// Counts what the archive holds, and tells whether work is left. A count reads every key: use it in reports, not in
/// requests.
/// </summary>
public sealed class Progress(ArchiveStorage storage, Upstream upstream, CursorStore cursors, EventLog log)
{
    /// <summary>Counts everything.</summary>
    public async Task<Counts> CountAsync(CancellationToken cancellationToken)
    {
        var events = await StatusesAsync(cancellationToken);
        return new Counts
        {
            Events = events.GetValueOrDefault(EventStatus.Done),
            Pending = events.GetValueOrDefault(EventStatus.Pending),
            Failed = events.GetValueOrDefault(EventStatus.Failed),
            Gone = events.GetValueOrDefault(EventStatus.Gone),
            Poison = (await storage.RefreshPoison.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount,
            Patches = await CountAsync(storage.Patches, cancellationToken),
            Covers = await CountAsync(storage.Covers, cancellationToken),
            Series = await CountAsync(storage.Series, cancellationToken),
            Comments = await CountAsync(storage.Comments, cancellationToken),
            Checks = await CountAsync(storage.Checks, cancellationToken),
            People = await CountAsync(storage.People, cancellationToken),
            Projects = await CountAsync(storage.Projects, cancellationToken),
            Mboxes = await CountMboxesAsync(cancellationToken),
        };
    }

    /// <summary>
    /// Whether every event read is finished, nothing is queued, and the last poll of each project succeeded.
    /// </summary>
    public async Task<bool> IsIdleAsync(CancellationToken cancellationToken)
    {
        var polled = upstream.Polled(await cursors.AllAsync(cancellationToken));
        if (polled.Count == 0 || polled.Any(cursor => cursor.LastError is not null || cursor.CaughtUpAt is null))
            return false;
        return !await log.OpenAsync(null, cancellationToken).AnyAsync(cancellationToken)
            && (await storage.Refresh.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount == 0;
    }

    /// <summary>The number of events with each status.</summary>
    public async Task<IReadOnlyDictionary<string, long>> StatusesAsync(CancellationToken cancellationToken) =>
        await storage
            .Events.QueryAsync<TableEntity>(
                select: ["Status", EventOutcome.Deleted],
                cancellationToken: cancellationToken
            )
            .CountBy(row => EventOutcome.StatusOf(row))
            .ToDictionaryAsync(
                status => status.Key,
                status => (long)status.Value,
                cancellationToken: cancellationToken
            );

    private static async Task<long> CountAsync(TableClient table, CancellationToken cancellationToken) =>
        await table
            .QueryAsync<TableEntity>(select: ["RowKey"], cancellationToken: cancellationToken)
            .LongCountAsync(cancellationToken);

    private async Task<long> CountMboxesAsync(CancellationToken cancellationToken) =>
        await storage
            .Mboxes.GetBlobsAsync(cancellationToken: cancellationToken)
            .LongCountAsync(blob => blob.Name.EndsWith(".mbox", StringComparison.Ordinal), cancellationToken);
}
